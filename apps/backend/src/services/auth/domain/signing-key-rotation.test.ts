import { expect, test } from "vitest";
import { keyRotationPolicy, planKeyRotation, type SigningKeyAge } from "./signing-key-rotation.ts";

const start = new Date("2026-11-29T00:00:00Z").getTime();
const day = 24 * 3_600_000;
const on = (days: number) => new Date(start + days * day);
const key = (kid: string, fields: Partial<SigningKeyAge>): SigningKeyAge => ({
  ...{ kid, state: "current", createdAt: on(0), activatedAt: on(0), retiredAt: null },
  ...fields,
});

test.each<[string, SigningKeyAge[], Date, unknown[]]>([
  ["no key at all", [], on(0), [{ do: "create", as: "current" }]],
  ["a young key", [key("a", {})], on(26), []],
  ["three days before it is due", [key("a", {})], on(27), [{ do: "create", as: "next" }]],
  [
    "the next one waits",
    [key("a", {}), key("b", { state: "next", createdAt: on(27), activatedAt: null })],
    on(29),
    [],
  ],
  [
    "due",
    [key("a", {}), key("b", { state: "next", createdAt: on(27), activatedAt: null })],
    on(30),
    [{ do: "activate", kid: "b", retire: "a" }],
  ],
  [
    "due, but the next key was published less than 24 h ago",
    [key("a", {}), key("b", { state: "next", createdAt: on(30), activatedAt: null })],
    on(30.99),
    [],
  ],
  [
    "and then 24 h ago",
    [key("a", {}), key("b", { state: "next", createdAt: on(30), activatedAt: null })],
    on(31),
    [{ do: "activate", kid: "b", retire: "a" }],
  ],
  [
    "retired while tokens may live",
    [key("b", { activatedAt: on(30) }), key("a", { state: "retired", retiredAt: on(30) })],
    new Date(on(30).getTime() + 10 * 60_000 + 30_000),
    [],
  ],
  [
    "retired long enough",
    [key("b", { activatedAt: on(30) }), key("a", { state: "retired", retiredAt: on(30) })],
    new Date(on(30).getTime() + keyRotationPolicy.keepRetiredMs + 1),
    [{ do: "remove", kid: "a" }],
  ],
])("%s", (_name, keys, now, steps) => {
  expect(planKeyRotation(keys, now)).toEqual(steps);
});

test("over two years of daily runs, with a week of downtime, no key signs before it was published for 24 h", () => {
  let keys: SigningKeyAge[] = [];
  let made = 0;
  for (let today = 0; today < 730; today += 1) {
    if (today > 200 && today < 207) continue;
    const now = on(today);
    for (const step of planKeyRotation(keys, now)) {
      if (step.do === "create") {
        made += 1;
        const isCurrent = step.as === "current";
        keys.push(key(`k${made}`, { state: step.as, createdAt: now, activatedAt: isCurrent ? now : null }));
      } else if (step.do === "remove") keys = keys.filter(({ kid }) => kid !== step.kid);
      else {
        keys = keys.map((known) => {
          if (known.kid === step.retire) return { ...known, state: "retired", retiredAt: now };
          return known.kid === step.kid ? { ...known, state: "current", activatedAt: now } : known;
        });
        const activated = keys.find(({ kid }) => kid === step.kid);
        expect(now.getTime() - (activated?.createdAt.getTime() ?? Number.NaN)).toBeGreaterThanOrEqual(day);
      }
    }
    expect(keys.filter(({ state }) => state === "current")).toHaveLength(1);
    expect(keys.length).toBeLessThanOrEqual(3);
  }
  expect(made).toBeGreaterThan(20);
});
