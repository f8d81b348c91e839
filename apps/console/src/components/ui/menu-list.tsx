"use client";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { cn } from "./cn";
import type { MenuEntry } from "./menu-entry";

export interface MenuListProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button that people see; it gets the focus back. */
  trigger: RefObject<HTMLButtonElement | null>;
  labelledBy: string;
  align: "start" | "end";
  entries: readonly MenuEntry[];
}

/** The list of a Menu, placed at the box that it stands in. */
export function MenuList({ open, onOpenChange, trigger, labelledBy, align, entries }: MenuListProps) {
  return (
    <Primitive.Root modal={false} open={open} onOpenChange={onOpenChange}>
      {/* Radix places the list at its trigger. The real button was there before Radix, so this marks its place only. */}
      <Primitive.Trigger asChild>
        <span aria-hidden className="pointer-events-none absolute inset-0" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={labelledBy}
          onInteractOutside={(event) => {
            // The button closes it by its own click; closing here too would make that click open it again.
            if (event.target instanceof Node && trigger.current?.contains(event.target))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (document.activeElement === document.body) trigger.current?.focus();
          }}
          className="z-50 max-h-[70vh] min-w-44 animate-appear overflow-y-auto rounded-lg bg-surface p-1 shadow-overlay"
        >
          {entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a menu's lines keep their places
            <Entry key={at} entry={entry} />
          ))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const itemClass =
  "flex min-h-8 select-none items-center gap-2 rounded-md px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:text-ink-soft [&_svg]:size-4 [&_svg]:shrink-0";

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case "heading":
      return <Primitive.Label className="px-2 py-1 text-ink-soft text-xs">{entry.content}</Primitive.Label>;
    case "separator":
      return <Primitive.Separator className="my-1 h-px bg-line" />;
    case "action":
      return (
        <Primitive.Item onSelect={entry.onSelect} className={itemClass}>
          {entry.icon}
          {entry.label}
        </Primitive.Item>
      );
    case "check":
      return (
        <Primitive.CheckboxItem
          checked={entry.checked}
          disabled={entry.disabled ?? false}
          onSelect={(event) => event.preventDefault()}
          onCheckedChange={entry.onChange}
          className={cn(itemClass, "justify-between")}
        >
          <Chosen>{entry.label}</Chosen>
        </Primitive.CheckboxItem>
      );
    case "choice":
      return (
        <Primitive.RadioGroup value={entry.value} onValueChange={entry.onChange}>
          {entry.options.map(({ value, content }) => (
            <Primitive.RadioItem key={value} value={value} className={cn(itemClass, "justify-between")}>
              <Chosen>{content}</Chosen>
            </Primitive.RadioItem>
          ))}
        </Primitive.RadioGroup>
      );
  }
}

function Chosen({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <Primitive.ItemIndicator>✓</Primitive.ItemIndicator>
    </>
  );
}
