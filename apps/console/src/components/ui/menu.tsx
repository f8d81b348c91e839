"use client";
import { type ComponentType, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button, type ButtonProps } from "./button";
import type { MenuEntry } from "./menu-entry";
import type { MenuListProps } from "./menu-list";

interface MenuProps extends Omit<ButtonProps, "onClick" | "onKeyDown"> {
  /** What is in the button that opens it; the other attributes are the button's too. */
  children: ReactNode;
  entries: readonly MenuEntry[];
  align?: "start" | "end";
}

/**
 * A button and the list behind it. The list's code (focus, arrow keys, placing) is fetched when the pointer or the
 * focus comes near: most visits open no menu. A press that is faster than that opens it as soon as it is there.
 */
export function Menu({ children, entries, align = "start", ...button }: MenuProps) {
  const [open, setOpen] = useState(false);
  const [List, setList] = useState<ComponentType<MenuListProps> | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();

  function load() {
    if (List) return;
    // A failed fetch is tried again with the next press.
    import("./menu-list").then(
      ({ MenuList }) => setList(() => MenuList),
      () => setOpen(false),
    );
  }
  function show(next: boolean) {
    load();
    setOpen(next);
  }
  function openWithArrow(event: KeyboardEvent) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    show(true);
  }
  return (
    <span className="relative inline-flex min-w-0">
      <Button
        {...button}
        id={id}
        ref={trigger}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => show(!open)}
        onKeyDown={openWithArrow}
      >
        {children}
      </Button>
      {List ? (
        <List
          open={open}
          onOpenChange={setOpen}
          trigger={trigger}
          labelledBy={id}
          align={align}
          entries={entries}
        />
      ) : null}
    </span>
  );
}
