import { describe, expect, it } from "vitest";
import { evaluateCondition } from "./condition-expression.ts";

describe("conditions of metrics", () => {
  it.each<[string, unknown, boolean]>([
    ["result[0] >= 0.95", [0.99], true],
    ["result[0] >= 0.95", [0.5], false],
    ["result < 0.01 && result >= 0", 0.005, true],
    ["default(result, 0) == 0", null, true],
    ["isNil(result) || result > 5", null, true],
    ["len(result) == 0 || result[0] < 1", [], true],
    ["!(result > 1) and not (result < -1)", 0, true],
    ["result > 1 or result == 0.5", 0.5, true],
    ["isNaN(result[0]) ? true : result[0] < 5", [Number.NaN], true],
    ["result * 2 + 1 > 4 - 1", 1.5, true],
    ["10 - 2 - 3 == 5", 0, true],
    ["asInt(result) == 3", 3.7, true],
    ["result == 'ok'", "ok", true],
    ["result.count > 3", { count: 4 }, true],
  ])("%s with %j is %s", (condition, result, expected) => {
    expect(evaluateCondition(condition, result)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ["result[0] >= 0.95", []],
    ["result >= 0.95", null],
    ["result[0] > 1", 5],
    ["result", 1],
    ["result >", 1],
    ["process.exit()", 1],
    ["constructor(1)", 1],
    ["result.constructor == nil && result[0] > 0", {}],
    ["result > 1 ; 2", 1],
  ])("%s with %j is an error, not a verdict", (condition, result) => {
    expect(() => evaluateCondition(condition, result)).toThrow();
  });
});
