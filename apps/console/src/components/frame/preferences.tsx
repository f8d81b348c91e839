"use client";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { defaultPreferences, type Preferences } from "./preference-values";

interface PreferencesContextValue {
  readonly preferences: Preferences;
  readonly setPreference: <Name extends keyof Preferences>(name: Name, value: Preferences[Name]) => void;
}

const PreferencesContext = createContext<PreferencesContextValue>({
  preferences: defaultPreferences,
  setPreference: () => {},
});

const yearSeconds = 31_536_000;

/** What this browser remembers. Kept in cookies, so that the server draws the page as it will be. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  const setPreference = useCallback<PreferencesContextValue["setPreference"]>((name, value) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we support
    document.cookie = `horizon-${name}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
    if (name === "theme") document.documentElement.dataset.theme = value;
    setPreferences((now) => ({ ...now, [name]: value }));
  }, []);
  return <PreferencesContext value={{ preferences, setPreference }}>{children}</PreferencesContext>;
}

export function usePreferences(): PreferencesContextValue {
  return useContext(PreferencesContext);
}
