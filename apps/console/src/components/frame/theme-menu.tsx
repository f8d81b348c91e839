"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "../ui/button";
import { Menu, MenuRadioGroup, MenuRadioItem } from "../ui/menu";
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
      label="Theme"
      trigger={
        <IconButton label="Theme" className="size-8 max-sm:hidden">
          <Icon aria-hidden />
        </IconButton>
      }
    >
      <MenuRadioGroup
        value={preferences.theme}
        onValueChange={(value) => setPreference("theme", value as Preferences["theme"])}
      >
        {themes.map(({ value, title }) => (
          <MenuRadioItem key={value} value={value}>
            {title}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  );
}
