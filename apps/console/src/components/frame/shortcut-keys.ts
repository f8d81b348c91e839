import { sections } from "./sections";

export type Shortcut =
  | { readonly kind: "go"; readonly segment: string }
  | { readonly kind: "filter" | "help" | "next-row" | "previous-row" | "pause" };

const singles: Readonly<Record<string, Shortcut>> = {
  "/": { kind: "filter" },
  "?": { kind: "help" },
  j: { kind: "next-row" },
  k: { kind: "previous-row" },
  p: { kind: "pause" },
};

/** How long `g` waits for its second key. */
export const chordTimeoutMs = 1200;

/** What a key means, given the key that began a chord: a shortcut, the beginning of a chord (`g`), or nothing. */
export function readKey(chord: string | null, key: string): Shortcut | "chord" | null {
  if (chord === "g") {
    const section = sections.find((one) => one.key === key);
    return section ? { kind: "go", segment: section.segment } : null;
  }
  return key === "g" ? "chord" : (singles[key] ?? null);
}

/** Whether a key pressed here is meant as text, or for the control that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
