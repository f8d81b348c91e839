"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { usePauseLive } from "@/live";
import { usePreferences } from "./preferences";
import { focusRow } from "./row-focus";
import { sectionHref } from "./sections";
import { chordTimeoutMs, isTyping, readKey, type Shortcut } from "./shortcut-keys";

const ShortcutSheet = dynamic(() => import("./shortcut-sheet").then((module) => module.ShortcutSheet), {
  ssr: false,
});

interface ShortcutHostProps {
  environment: string;
  helpOpen: boolean;
  onHelpOpenChange: (open: boolean) => void;
  onOpenPalette: () => void;
}

/** Listens to the keyboard. Single keys can be turned off (WCAG 2.1.4); ⌘K and the arrows in a table always work. */
export function ShortcutHost({ environment, helpOpen, onHelpOpenChange, onOpenPalette }: ShortcutHostProps) {
  const router = useRouter();
  const { preferences } = usePreferences();
  const { paused, setPaused } = usePauseLive();
  const perform = useRef<(shortcut: Shortcut) => void>(() => {});
  perform.current = (shortcut) => {
    switch (shortcut.kind) {
      case "go":
        return router.push(sectionHref(environment, shortcut.segment));
      case "filter":
        return document.querySelector<HTMLElement>("[data-filter]")?.focus();
      case "help":
        return onHelpOpenChange(true);
      case "next-row":
        return focusRow(1);
      case "previous-row":
        return focusRow(-1);
      case "pause":
        return setPaused(!paused);
    }
  };
  const enabled = preferences.shortcuts === "on";

  useEffect(() => {
    let chord: string | null = null;
    let timer = 0;
    function listen(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return onOpenPalette();
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const row = event.target instanceof Element && event.target.matches("[data-row]") ? event.target : null;
      if (row && openOrMove(row, event)) return;
      if (!enabled || isTyping(event.target)) return;
      const meaning = readKey(chord, event.key);
      window.clearTimeout(timer);
      chord = meaning === "chord" ? event.key : null;
      if (chord) timer = window.setTimeout(() => (chord = null), chordTimeoutMs);
      if (!meaning || meaning === "chord") return;
      event.preventDefault();
      perform.current(meaning);
    }
    window.addEventListener("keydown", listen);
    return () => {
      window.removeEventListener("keydown", listen);
      window.clearTimeout(timer);
    };
  }, [enabled, onOpenPalette]);

  return helpOpen ? <ShortcutSheet onOpenChange={onHelpOpenChange} /> : null;
}

function openOrMove(row: Element, event: KeyboardEvent): boolean {
  switch (event.key) {
    case "Enter":
      row.querySelector<HTMLElement>("[data-row-link]")?.click();
      break;
    case "ArrowDown":
      focusRow(1);
      break;
    case "ArrowUp":
      focusRow(-1);
      break;
    default:
      return false;
  }
  event.preventDefault();
  return true;
}
