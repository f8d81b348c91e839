"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { Menu } from "../ui/menu";
import type { Preferences } from "./preference-values";
import { usePreferences } from "./preferences";

const themes = [
  { value: "light", title: "Light", icon: Sun },
  { value: "dark", title: "Dark", icon: Moon },
  { value: "system", title: "As the system", icon: Monitor },
] as const satisfies readonly { value: Preferences["theme"]; title: string; icon: typeof Sun }[];

/** Light, dark, or as the system is. */
export function ThemeMenu() {
  const { preferences, setPreference } = usePreferences();
  const Icon = themes.find(({ value }) => value === preferences.theme)?.icon ?? Monitor;
  return (
    <Menu
      align="end"
      variant="ghost"
      size="icon"
      aria-label="Theme"
      data-tip="Theme"
      className="size-8 max-sm:hidden"
      entries={[
        {
          kind: "choice",
          value: preferences.theme,
          options: themes.map(({ value, title }) => ({ value, content: title })),
          onChange: (value) => setPreference("theme", value as Preferences["theme"]),
        },
      ]}
    >
      <Icon aria-hidden className="size-4" />
    </Menu>
  );
}
