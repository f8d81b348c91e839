import { expect, test } from "vitest";
import { concerns } from "./concerns";

const before = { key: "a", state: { name: "Healthy" }, version: "1" };
const change = (from: typeof before | undefined, to: typeof before | undefined) =>
  new Map([["a", { before: from, after: to }]]);

test.each([
  {
    name: "another value of the field",
    changes: change(before, { ...before, state: { name: "Failed" } }),
    is: true,
  },
  {
    name: "an equal value of the field",
    changes: change(before, { ...before, state: { name: "Healthy" } }),
    is: false,
  },
  { name: "another field", changes: change(before, { ...before, version: "2" }), is: false },
  { name: "a row that comes", changes: change(undefined, before), is: true },
  { name: "a row that goes", changes: change(before, undefined), is: true },
  { name: "the whole list, replaced", changes: null, is: true },
  { name: "nothing", changes: new Map(), is: false },
  {
    name: "another field of one row and the field of the next",
    changes: new Map([
      ["a", { before, after: { ...before, version: "2" } }],
      ["b", { before, after: { ...before, state: { name: "Failed" } } }],
    ]),
    is: true,
  },
])("$name concerns it: $is", ({ changes, is }) => {
  expect(concerns(changes, ["state"])).toBe(is);
});
