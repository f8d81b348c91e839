import { expect, test } from "vitest";
import { type Health, rollUpHealth } from "./health.ts";

const h = (state: Health["state"], reason = ""): Health => ({ state, reason });

test.each([
  { children: [], state: "Unknown", count: 0 },
  { children: [h("Healthy"), h("Healthy")], state: "Healthy", count: 2 },
  { children: [h("Healthy"), h("Unknown")], state: "Unknown", count: 1 },
  { children: [h("Progressing"), h("Unknown")], state: "Unknown", count: 1 },
  { children: [h("Degraded"), h("Failed"), h("Failed")], state: "Failed", count: 2 },
])("a roll-up is its worst child: $state × $count", ({ children, state, count }) => {
  expect(rollUpHealth(children)).toMatchObject({ state, count });
});

test("the reason is the first that a worst child gives", () => {
  expect(rollUpHealth([h("Healthy", "fine"), h("Failed"), h("Failed", "2 pods crash")]).reason).toBe(
    "2 pods crash",
  );
});
