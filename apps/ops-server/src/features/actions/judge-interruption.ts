interface Versioned {
  readonly metadata: { readonly resourceVersion: string };
}

/**
 * What the live object proves about an action whose sender died: `not_sent` (nobody has written since),
 * `sent` (what we would have written is there, and was not there before), `unknown` (it changed otherwise).
 * `requests` are merge patches; the evidence is only ever read, nothing is sent again.
 */
export function judgeInterruption(
  before: Versioned,
  live: Versioned,
  patches: readonly unknown[],
): "not_sent" | "sent" | "unknown" {
  if (before.metadata.resourceVersion === live.metadata.resourceVersion) return "not_sent";
  const [first] = patches;
  if (first === undefined) return "unknown";
  return holds(live, first) && !holds(before, first) ? "sent" : "unknown";
}

/** Whether the object has every field of the merge patch; a null in the patch is a field that is gone. */
function holds(object: unknown, patch: unknown): boolean {
  if (patch === null) return object === null || object === undefined;
  if (typeof patch !== "object") return object === patch;
  if (Array.isArray(patch)) return JSON.stringify(object) === JSON.stringify(patch);
  return Object.entries(patch).every(([key, value]) => {
    if (key === "resourceVersion") return true;
    const field =
      typeof object === "object" && object !== null ? (object as Record<string, unknown>)[key] : undefined;
    return holds(field, value);
  });
}
