import { expect, test } from "vitest";
import { hasGap, parsePosition, resumeFrom } from "./subscription-plan";

const at = (seq: number, epoch = "e") => ({ epoch, seq });

test.each([
  ["e:12", at(12)],
  ["a:b:3", { epoch: "a:b", seq: 3 }],
  ["12", null],
  [":1", null],
  ["e:x", null],
])("the id %j is the place %j", (id, position) => {
  expect(parsePosition(id)).toEqual(position);
});

test.each([
  { name: "nothing known: from now on", positions: [null], from: null },
  { name: "the oldest place that any topic has seen", positions: [at(9), at(4), null], from: "e:4" },
  { name: "places of two epochs cannot be compared", positions: [at(9), at(4, "f")], from: null },
])("the stream resumes from $name", ({ positions, from }) => {
  expect(resumeFrom(positions)).toBe(from);
});

test("a snapshot older than the stream's cover has a gap", () => {
  expect(hasGap(at(4), at(5))).toBe(true);
  expect(hasGap(at(5), at(5))).toBe(false);
  expect(hasGap(at(4), null)).toBe(false);
});
