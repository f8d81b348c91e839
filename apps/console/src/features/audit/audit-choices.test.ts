import { expect, test } from "vitest";
import { actionChoices, outcomeChoices } from "./audit-choices";

test("every choice is offered under the words of the table, and none filters nothing", () => {
  expect(actionChoices("")[0]).toEqual({ value: "", label: "Every action" });
  expect(actionChoices("")).toContainEqual({ value: "session.signIn", label: "session.signIn" });
  expect(outcomeChoices("")).toContainEqual({ value: "not_picked_up", label: "not picked up" });
});

test("what an old link filters by stays in sight, though it is no choice", () => {
  expect(actionChoices("drill.run").at(-1)).toEqual({ value: "drill.run", label: "drill.run" });
  expect(actionChoices("pod.delete")).toHaveLength(actionChoices("").length);
});
