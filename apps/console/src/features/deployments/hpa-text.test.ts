import { expect, test } from "vitest";
import { hpaLimitText, hpaMetricsText, hpaReplicasText, hpaTightestText } from "./hpa-text.ts";

const hpa = {
  minReplicas: 3,
  maxReplicas: 20,
  currentReplicas: 5,
  desiredReplicas: 5,
  fault: null,
  metrics: [
    { name: "cpu", current: 63, target: 70, isPercent: true },
    { name: "memory", current: null, target: 80, isPercent: true },
  ],
};
/** Number and sign are held together by a space that does not break. */
const unbroken = (text: string) => text.replaceAll(" %", "\u00a0%");

test("says now, the bounds, and that a metric has no value", () => {
  expect(hpaReplicasText(hpa)).toBe("5 in 3–20");
  expect(hpaMetricsText(hpa)).toBe(unbroken("cpu 63 of 70 %, memory not measured, of 80 %"));
  expect(hpaLimitText(hpa)).toBeNull();
});

test("says that it does not scale before it says where it would go", () => {
  const faulty = { ...hpa, currentReplicas: 5, desiredReplicas: 7, fault: "cannot scale it" };
  expect(hpaLimitText(faulty)).toBe("cannot scale it");
});

test("says when it wants more than it may have, and where it is heading", () => {
  const hot = { ...hpa, metrics: [{ name: "cpu", current: 95, target: 70, isPercent: true }] };
  expect(hpaLimitText({ ...hot, currentReplicas: 20, desiredReplicas: 20 })).toBe(
    "at its maximum and still above target",
  );
  expect(hpaLimitText({ ...hot, desiredReplicas: 7 })).toBe("scaling to 7");
});

test.each([
  [
    [
      { name: "cpu", current: 63, target: 70, isPercent: true },
      { name: "memory", current: 64, target: 80, isPercent: true },
    ],
    "cpu 63 of 70 %",
  ],
  [
    [
      { name: "cpu", current: 10, target: 70, isPercent: true },
      { name: "memory", current: 79, target: 80, isPercent: true },
    ],
    "memory 79 of 80 %",
  ],
  [
    [
      { name: "cpu", current: null, target: 70, isPercent: true },
      { name: "memory", current: 0, target: 80, isPercent: true },
    ],
    "memory 0 of 80 %",
  ],
  [[{ name: "cpu", current: null, target: 70, isPercent: true }], "cpu not measured, of 70 %"],
  [[], ""],
])("of %j the one that decides is “%s”", (metrics, expected) => {
  expect(hpaTightestText({ ...hpa, metrics })).toBe(unbroken(expected));
});

test("shows a plain value as one, short", () => {
  const metrics = [
    { name: "queue_length", current: 12.5, target: 30, isPercent: false },
    { name: "memory", current: 536_870_912, target: 1_073_741_824, isPercent: false },
  ];
  expect(hpaMetricsText({ ...hpa, metrics })).toBe("queue_length 12.5 of 30, memory 537M of 1.07G");
});
