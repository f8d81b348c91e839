import { expect, it } from "vitest";
import type { Finding } from "../../policy/finding.ts";
import { applyRules } from "../policy-rule.ts";
import { availabilityRules, generalRules, releaseRules } from "../rules/rule-sets.ts";
import { type Change, soundServiceWith } from "./sound-service.ts";

/** What all rules together say about the sound service with changes made. */
export function findingsOf(...changes: readonly Change[]): Finding[] {
  const rules = [...generalRules, ...availabilityRules, ...releaseRules];
  return applyRules("shop", { objects: soundServiceWith(...changes), foundation: [] }, rules);
}

export const inDeployment = (path: string, value: unknown): Change => ({
  at: "Deployment/web",
  path: `spec.${path}`,
  value,
});
export const inPod = (path: string, value: unknown) => inDeployment(`template.spec.${path}`, value);
export const inContainer = (path: string, value: unknown) => inPod(`containers.0.${path}`, value);

type Violation = [rule: string, what: string, changes: Change[], message: RegExp];

/** One test a violation: its rule finds it, names the object, and says what to do. */
export function itRefuses(violations: readonly Violation[]): void {
  it.each(violations)("%s refuses %s", (rule, _what, changes, message) => {
    const found = findingsOf(...changes).filter((finding) => finding.rule === rule);
    expect(found).not.toEqual([]);
    expect(found.map((finding) => finding.message).join("\n")).toMatch(message);
    expect(found[0]?.subject).toMatch(/^shop: \w+ (shop\/)?[\w-]+$/);
  });
}

/** One test each for what looks broken and is not: no rule at all finds anything. */
export function itAllows(sound: readonly [what: string, changes: Change[]][]): void {
  it.each(sound)("allows %s", (_what, changes) => {
    expect(findingsOf(...changes)).toEqual([]);
  });
}
