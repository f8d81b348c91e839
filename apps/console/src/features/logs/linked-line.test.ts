import { expect, test } from "vitest";
import { linkProblem } from "./linked-line.ts";
import { logLineOf } from "./testing/log-line-of.ts";

const at = (second: number) => `2026-11-24T10:00:0${second}.000Z`;
const line = (second: number) => logLineOf(at(second));
const linked = line(5);

test.each([
  { name: "no line is linked", id: null, lines: [line(1)], shown: [line(1)], problem: null },
  { name: "the hash is no line", id: "main", lines: [line(1)], shown: [line(1)], problem: null },
  { name: "it is there", id: linked.id, lines: [line(1), linked], shown: [linked], problem: null },
  { name: "it may still come", id: linked.id, lines: [line(1)], shown: [line(1)], problem: null },
  { name: "a later one has come", id: linked.id, lines: [line(6)], shown: [], problem: "not among" },
  {
    name: "the filter hides it",
    id: linked.id,
    lines: [linked, line(6)],
    shown: [line(6)],
    problem: "filter",
  },
])("$name", ({ id, lines, shown, problem }) => {
  const said = linkProblem(id, lines, shown);
  if (problem === null) expect(said).toBeNull();
  else expect(said).toContain(problem);
});
