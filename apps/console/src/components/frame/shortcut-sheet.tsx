"use client";
import type { ReactNode } from "react";
import { Kbd } from "../ui/badge";
import { Dialog } from "../ui/dialog";
import { usePreferences } from "./preferences";
import { sections } from "./sections";

/** Every shortcut, and the switch that turns the single keys off. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
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

/** Turns single-key shortcuts on and off, for this browser. */
export function ShortcutSwitch() {
  const { preferences, setPreference } = usePreferences();
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        checked={preferences.shortcuts === "on"}
        onChange={(event) => setPreference("shortcuts", event.currentTarget.checked ? "on" : "off")}
        className="size-4 accent-accent"
      />
      Single-key shortcuts
    </label>
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
