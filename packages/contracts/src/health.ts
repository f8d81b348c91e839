import { z } from "zod";

/** The one status vocabulary, worst last. Unknown ranks above Progressing so that it is never hidden by Healthy. */
export const healthStates = ["Healthy", "Progressing", "Paused", "Unknown", "Degraded", "Failed"] as const;
export const healthState = z.enum(healthStates);
export type HealthState = z.infer<typeof healthState>;

export const health = z.object({
  state: healthState,
  /** Why, in words a person can act on; empty when there is nothing to say. */
  reason: z.string(),
});
export type Health = z.infer<typeof health>;

/** Negative when `a` is the better of the two: sorts worst last. */
export function compareHealth(a: HealthState, b: HealthState): number {
  return healthStates.indexOf(a) - healthStates.indexOf(b);
}

/**
 * The worst of the children, with how many share that state and the first of their reasons.
 * No children is Unknown: nothing was seen, which is not the same as nothing is wrong.
 */
export function rollUpHealth(children: readonly Health[]): Health & { count: number } {
  const worst = children.reduce<Health | null>(
    (found, child) => (!found || compareHealth(child.state, found.state) > 0 ? child : found),
    null,
  );
  if (!worst) return { state: "Unknown", reason: "nothing was found", count: 0 };
  const alike = children.filter((child) => child.state === worst.state);
  const reason = alike.find((child) => child.reason !== "")?.reason ?? "";
  return { state: worst.state, reason, count: alike.length };
}
