"use client";
import { useEffect, useRef, useState } from "react";
import { formatLocal, formatUtc } from "./format-time";

interface Tip {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly above: boolean;
}

const tipId = "horizon-tip";
const showAfterMs = 250;
const hideAfterMs = 120;

/**
 * One tooltip for the page: whatever has `data-tip` (words) or `data-tip-time` (a moment) is explained on hover and
 * on focus, and where a tap does nothing else by a tap. One host instead of a component each, as a table in motion holds hundreds of them. Escape dismisses it,
 * and the pointer may rest on it (WCAG 1.4.13).
 */
export function TipHost() {
  const [tip, setTip] = useState<Tip | null>(null);
  const anchor = useRef<Element | null>(null);
  const timer = useRef(0);

  useEffect(() => {
    const hide = () => {
      if (anchor.current?.getAttribute("aria-describedby") === tipId) {
        anchor.current.removeAttribute("aria-describedby");
      }
      anchor.current = null;
      setTip(null);
    };
    const later = (delayMs: number, then: () => void) => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(then, delayMs);
    };
    const show = (element: Element) => {
      hide();
      anchor.current = element;
      if (!element.hasAttribute("aria-describedby")) element.setAttribute("aria-describedby", tipId);
      setTip(placeTip(element));
    };
    const find = (target: EventTarget | null) =>
      target instanceof Element ? target.closest("[data-tip],[data-tip-time]") : null;
    /** A tap on what can be pressed presses it; what is off, or is only words, it explains. */
    const isExplainedByTap = (element: Element) => {
      const pressed = element.closest("a,button,[role=button],input,summary");
      return pressed === null || pressed.getAttribute("aria-disabled") === "true";
    };
    const isTip = (target: EventTarget | null) =>
      target instanceof Element && target.closest(`#${tipId}`) !== null;

    const events = new AbortController();
    const { signal } = events;
    const on: Document["addEventListener"] = (type: string, listener: EventListenerOrEventListenerObject) =>
      document.addEventListener(type, listener, { signal, passive: true });
    on("pointerover", ({ target, pointerType }) => {
      if (isTip(target)) return window.clearTimeout(timer.current);
      const element = pointerType === "touch" ? null : find(target);
      if (element && element !== anchor.current) later(showAfterMs, () => show(element));
      else if (!element) later(hideAfterMs, hide);
    });
    on("focusin", ({ target }) => {
      const element = find(target);
      if (element && (element as HTMLElement).matches(":focus-visible")) later(0, () => show(element));
    });
    on("focusout", () => later(0, hide));
    on("keydown", ({ key }) => {
      if (key === "Escape") later(0, hide);
    });
    on("pointerdown", () => later(0, hide));
    on("pointerup", ({ target, pointerType }) => {
      const element = pointerType === "touch" ? find(target) : null;
      if (element && isExplainedByTap(element)) later(0, () => show(element));
    });
    window.addEventListener("scroll", () => later(0, hide), { signal, passive: true, capture: true });
    return () => {
      events.abort();
      window.clearTimeout(timer.current);
    };
  }, []);

  return (
    <div
      id={tipId}
      role="tooltip"
      hidden={!tip}
      style={
        tip
          ? { left: tip.left, top: tip.top, transform: tip.above ? "translateY(-100%)" : undefined }
          : undefined
      }
      className="fixed z-50 max-w-80 whitespace-pre-line rounded-md bg-ink px-2 py-1 text-on-ink text-xs"
    >
      {tip?.text}
    </div>
  );
}

function placeTip(element: Element): Tip {
  const box = element.getBoundingClientRect();
  const above = box.bottom > window.innerHeight - 80;
  return {
    text: tipText(element),
    left: Math.max(8, Math.min(box.left, window.innerWidth - 328)),
    top: above ? box.top - 4 : box.bottom + 4,
    above,
  };
}

function tipText(element: Element): string {
  const at = element.getAttribute("data-tip-time");
  if (!at) return element.getAttribute("data-tip") ?? "";
  const ms = Date.parse(at);
  return `${formatUtc(ms)}\n${formatLocal(ms)}`;
}
