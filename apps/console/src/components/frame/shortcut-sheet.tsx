"use client";
import type { ReactNode } from "react";
import { Kbd } from "../ui/badge";
import { Dialog } from "../ui/dialog";
import { sections } from "./sections";
import { ShortcutSwitch } from "./shortcut-switch";

/** Every shortcut, and the switch that turns the single keys off. */
export function ShortcutSheet({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <ShortcutSwitch />
      <dl className="mt-4 grid gap-x-8 gap-y-1.5 sm:grid-cols-2">
        <Line keys={["⌘ K", "Ctrl K"]}>Search and commands</Line>
        <Line keys={["/"]}>Filter</Line>
        <Line keys={["j", "k"]}>Next and previous row</Line>
        <Line keys={["Enter"]}>Open the row</Line>
        <Line keys={["p"]}>Pause or resume live</Line>
        <Line keys={["?"]}>This list</Line>
        {sections.map(({ key, title }) => (
          <Line key={key} keys={["g", key]}>
            {title}
          </Line>
        ))}
      </dl>
    </Dialog>
  );
}

function Line({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt>{children}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}
