const choices = {
  theme: ["system", "light", "dark"],
  rail: ["wide", "narrow"],
  shortcuts: ["on", "off"],
} as const;

export type Preferences = { readonly [Name in keyof typeof choices]: (typeof choices)[Name][number] };

export const defaultPreferences: Preferences = { theme: "system", rail: "wide", shortcuts: "on" };

/** Reads the preferences from cookies; what is missing or unknown is the default. */
export function parsePreferences(cookie: (name: string) => string | undefined): Preferences {
  return {
    theme: choose(choices.theme, cookie("horizon-theme"), defaultPreferences.theme),
    rail: choose(choices.rail, cookie("horizon-rail"), defaultPreferences.rail),
    shortcuts: choose(choices.shortcuts, cookie("horizon-shortcuts"), defaultPreferences.shortcuts),
  };
}

function choose<Value extends string>(
  allowed: readonly Value[],
  text: string | undefined,
  fallback: Value,
): Value {
  return allowed.find((value) => value === text) ?? fallback;
}
