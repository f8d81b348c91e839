import { expect, test } from "vitest";
import { cutBatches } from "./cut-batches.ts";

/** `a1` is the first event of aggregate a. */
const cut = (events: string, size: number) =>
  cutBatches(
    events.split(" ").flatMap((id) => (id === "" ? [] : { id, event: { aggregate_id: id.charAt(0) } })),
    size,
  ).map((batch) => batch.map(({ id }) => id).join(" "));

test.each([
  ["nothing", "", 3, []],
  ["what fits", "a1 b1 c1", 3, ["a1 b1 c1"]],
  ["more", "a1 b1 c1 d1", 3, ["a1 b1 c1", "d1"]],
  ["an aggregate stays in one batch", "a1 b1 b2 b3", 3, ["a1", "b1 b2 b3"]],
  ["and in its order", "a1 b1 a2 b2 a3", 5, ["a1 a2 a3 b1 b2"]],
  ["also if it is too large", "a1 a2 a3 a4 b1", 3, ["a1 a2 a3 a4", "b1"]],
])("%s", (_name, events, size, expected) => {
  expect(cut(events, size)).toEqual(expected);
});
