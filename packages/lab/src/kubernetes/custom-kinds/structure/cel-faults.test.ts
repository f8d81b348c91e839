import { describe, expect, it } from "vitest";
import {
  fields,
  int32,
  listOf,
  type StructuralSchema,
  text,
  type ValidationRule,
} from "../structural-schema.ts";
import { findSyntaxFault } from "./cel-rule.ts";
import { schemaFaults } from "./schema-faults.ts";

const object = (spec: object) => ({ apiVersion: "v1", kind: "A", metadata: { name: "a" }, spec });
const rules = (...of: ValidationRule[]) => ({ "x-kubernetes-validations": of });

/** The schema of `spec` with rules at the spec. */
const withRules = (...of: ValidationRule[]): StructuralSchema => ({
  type: "object",
  properties: {
    spec: fields(
      "",
      {
        min: int32(),
        max: int32(),
        ratio: { type: "number" },
        name: text("", rules({ rule: "!self.startsWith('x')", message: "must not begin with x" })),
        items: listOf(fields("", { key: text() }, [], rules({ rule: "has(self.key)" }))),
      },
      [],
      rules(...of),
    ),
  },
});
const faults = (rule: ValidationRule, spec: object, before?: object) =>
  schemaFaults(withRules(rule), object(spec), before && object(before)).map(
    ({ field, message }) => `${field}: ${message}`,
  );

describe("a rule", () => {
  const ordered = { rule: "self.min <= self.max", message: "min must not be above max" };
  const CASES: [what: string, rule: ValidationRule, spec: object, expected: string[]][] = [
    ["holds", ordered, { min: 1, max: 2 }, []],
    ["does not", ordered, { min: 3, max: 2 }, ['spec: Invalid value: "object": min must not be above max']],
    [
      "without words",
      { rule: "self.min > 1" },
      { min: 1 },
      ['spec: Invalid value: "object": failed rule: self.min > 1'],
    ],
    [
      "with words that it makes",
      { rule: "self.min > 1", messageExpression: "'is ' + string(self.min)", message: "no" },
      { min: 1 },
      ['spec: Invalid value: "object": is 1'],
    ],
    [
      "for another field and reason",
      { rule: "has(self.max)", message: "say how many", reason: "FieldValueRequired", fieldPath: ".max" },
      {},
      ["spec.max: Required value: say how many"],
    ],
    [
      "over what is not there",
      ordered,
      { min: 1 },
      ['spec: Invalid value: "object": field not found: max evaluating rule: min must not be above max'],
    ],
    ["over broken numbers", { rule: "self.ratio < 1.5" }, { ratio: 1 }, []],
    ["over lists", { rule: "self.items.all(i, i.key.matches('^[a-z]$'))" }, { items: [{ key: "a" }] }, []],
    [
      "that asks what the lab does not know",
      { rule: "quantity(self.name).isGreaterThan(self.name)" },
      { name: "a" },
      [],
    ],
    ["with an optional field", { rule: "self.?min.orValue(1) == 1" }, {}, []],
  ];
  it.each(CASES)("%s", (_, rule, spec, expected) => {
    expect(faults(rule, spec)).toEqual(expected);
  });

  const always = { rule: "true" };
  it("is asked at every depth", () => {
    expect(faults(always, { name: "xa", items: [{ key: "a" }, {}] })).toEqual([
      'spec.name: Invalid value: "string": must not begin with x',
      'spec.items[1]: Invalid value: "object": failed rule: has(self.key)',
    ]);
  });

  it("is asked of a change, and not of what was so before", () => {
    const fixed = { rule: "self.name == oldSelf.name", message: "name is immutable" };
    expect(faults(fixed, { name: "a" })).toEqual([]);
    expect(faults(fixed, { name: "b" }, { name: "a" })).toEqual([
      'spec: Invalid value: "object": name is immutable',
    ]);
    expect(faults(always, { name: "xa", min: 2 }, { name: "xa", min: 1 })).toEqual([]);
  });

  it("is asked only of what has the right shape", () => {
    expect(faults({ rule: "self.min > 5" }, { min: "a" })).toEqual([
      'spec.min: Invalid value: "string": spec.min in body must be of type integer: "string"',
    ]);
  });

  it("of the whole object sees its name", () => {
    const schema = { type: "object" as const, ...rules({ rule: "self.metadata.name != 'a'" }) };
    expect(schemaFaults(schema, object({}))).toEqual([
      {
        field: "<nil>",
        reason: "FieldValueInvalid",
        message: `Invalid value: "object": failed rule: self.metadata.name != 'a'`,
      },
    ]);
  });
});

it("what is no expression is said so", () => {
  expect(findSyntaxFault("self.min >")).toMatch(/end of input/);
  expect(findSyntaxFault("self.min > 1")).toBeUndefined();
  expect(findSyntaxFault("self.?min.hasValue()")).toBeUndefined();
});
