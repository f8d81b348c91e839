/** Strings of this length and more are mostly messages and templates that no two objects share. */
const maxLength = 256;

/**
 * One copy of each string that comes again and again. `JSON.parse` makes a new one for each value, and a cluster's objects
 * repeat their namespace, owner, node, labels and times thousands of times: a third of what was kept of 5,000 pods.
 */
export interface StringPool {
  share(text: string): string;
  /** Replaces the strings in a parsed JSON value, which is the caller's to change; returns that same value. */
  shareWithin<Value>(value: Value): Value;
}

/**
 * @param size names seen once (uids, names of pods) push out what was not seen for as many others, so that the pool holds at most twice as many.
 */
export function createStringPool(size = 4096): StringPool {
  let recent = new Map<string, string>();
  let older = new Map<string, string>();

  function share(text: string): string {
    if (text.length >= maxLength) return text;
    const known = recent.get(text);
    if (known !== undefined) return known;
    const kept = older.get(text) ?? text;
    if (recent.size >= size) {
      older = recent;
      recent = new Map();
    }
    recent.set(kept, kept);
    return kept;
  }

  function shareIn(holder: Record<string, unknown>): void {
    for (const key in holder) {
      const value = holder[key];
      if (typeof value === "string") holder[key] = share(value);
      else if (typeof value === "object" && value !== null) shareIn(value as Record<string, unknown>);
    }
  }

  return {
    share,
    shareWithin(value) {
      if (typeof value === "object" && value !== null) shareIn(value as Record<string, unknown>);
      return value;
    },
  };
}
