"use client";
import { usePreferences } from "./preferences";

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
