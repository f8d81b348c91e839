import { describe, expect, it } from "vitest";
import {
  fields,
  flag,
  int32,
  intOrText,
  listOf,
  mapOf,
  type StructuralSchema,
  text,
  time,
} from "../structural-schema.ts";
import { readKnownFields } from "./known-fields.ts";
import { withSchemaDefaults } from "./schema-defaults.ts";
import { schemaFaults } from "./schema-faults.ts";

const spec = fields(
  "",
  {
    size: int32("", { minimum: 1, maximum: 9 }),
    share: intOrText(),
    ratio: { type: "number" },
    on: flag("", { nullable: true }),
    name: text("", { minLength: 2, maxLength: 4, pattern: "^[a-z]+$" }),
    color: text("", { enum: ["red", "blue"], default: "red" }),
    at: time(),
    labels: mapOf(text()),
    steps: listOf(fields("", { weight: int32("", { default: 5 }), name: text() }, ["name"]), "", {
      maxItems: 2,
    }),
    one: fields("", { a: text(), b: text() }, [], { minProperties: 1, maxProperties: 1 }),
    open: {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      properties: { inner: fields("", {}) },
    },
  },
  ["size"],
);
const schema: StructuralSchema = { type: "object", properties: { spec } };
const object = (of: unknown) => ({ apiVersion: "v1", kind: "A", metadata: { name: "a" }, spec: of });

describe("unknown fields", () => {
  it("are left out and named, at every depth, but where anything may be", () => {
    const read = readKnownFields(
      schema,
      object({
        size: 1,
        sise: 2,
        steps: [{ name: "a" }, { nam: "b" }],
        labels: { any: "x" },
        open: { b: 1, inner: { c: 1 } },
      }),
    );
    expect(read.object).toEqual(
      object({ size: 1, steps: [{ name: "a" }, {}], labels: { any: "x" }, open: { b: 1, inner: {} } }),
    );
    expect(read.unknownFields).toEqual(["spec.sise", "spec.steps[1].nam", "spec.open.inner.c"]);
  });

  it("are no reason to copy an object that has none", () => {
    const whole = object({ size: 1, steps: [{ name: "a" }] });
    expect(readKnownFields(schema, whole).object).toBe(whole);
  });

  it("are named after what every object inherits, too", () => {
    expect(readKnownFields(schema, object({ size: 1, toString: 1 })).unknownFields).toEqual([
      "spec.toString",
    ]);
  });
});

describe("defaults", () => {
  it("stand where nothing was said, or a null that may not be", () => {
    const filled = withSchemaDefaults(schema, object({ color: null, on: null, steps: [{ name: "a" }] }));
    expect(filled).toEqual(object({ color: "red", on: null, steps: [{ name: "a", weight: 5 }] }));
  });

  it("change nothing that is whole, and nothing of another type", () => {
    const whole = object({ color: "blue", steps: [{ name: "a", weight: 1 }] });
    expect(withSchemaDefaults(schema, whole)).toBe(whole);
    const odd = object({ color: "blue", steps: "none" });
    expect(withSchemaDefaults(schema, odd)).toBe(odd);
  });
});

describe("faults", () => {
  const CASES: [what: string, of: object, field: string, reason: string, message: string][] = [
    [
      "text for a number",
      { size: "3" },
      "spec.size",
      "TypeInvalid",
      'Invalid value: "string": spec.size in body must be of type integer: "string"',
    ],
    [
      "a broken number",
      { size: 1.5 },
      "spec.size",
      "TypeInvalid",
      'Invalid value: "number": spec.size in body must be of type integer: "number"',
    ],
    [
      "a null",
      { size: 1, color: null },
      "spec.color",
      "TypeInvalid",
      'Invalid value: "null": spec.color in body must be of type string: "null"',
    ],
    [
      "an object for a list",
      { size: 1, steps: {} },
      "spec.steps",
      "TypeInvalid",
      'Invalid value: "object": spec.steps in body must be of type array: "object"',
    ],
    [
      "neither number nor text",
      { size: 1, share: true },
      "spec.share",
      "TypeInvalid",
      'Invalid value: "boolean": spec.share in body must be of type integer,string: "boolean"',
    ],
    ["what is missing", {}, "spec.size", "Required", "Required value"],
    [
      "what an item lacks",
      { size: 1, steps: [{ name: "a" }, {}] },
      "spec.steps[1].name",
      "Required",
      "Required value",
    ],
    [
      "a value of a map",
      { size: 1, labels: { a: 1 } },
      "spec.labels.a",
      "TypeInvalid",
      'Invalid value: "integer": spec.labels.a in body must be of type string: "integer"',
    ],
    [
      "none of the choices",
      { size: 1, color: "green" },
      "spec.color",
      "NotSupported",
      'Unsupported value: "green": supported values: "red", "blue"',
    ],
    [
      "too small",
      { size: 0 },
      "spec.size",
      "Invalid",
      "Invalid value: 0: spec.size in body should be greater than or equal to 1",
    ],
    [
      "too large",
      { size: 10 },
      "spec.size",
      "Invalid",
      "Invalid value: 10: spec.size in body should be less than or equal to 9",
    ],
    [
      "too short",
      { size: 1, name: "a" },
      "spec.name",
      "Invalid",
      'Invalid value: "a": spec.name in body should be at least 2 chars long',
    ],
    [
      "too long",
      { size: 1, name: "abcde" },
      "spec.name",
      "TooLong",
      "Too long: may not be more than 4 bytes",
    ],
    [
      "another pattern",
      { size: 1, name: "a1" },
      "spec.name",
      "Invalid",
      "Invalid value: \"a1\": spec.name in body should match '^[a-z]+$'",
    ],
    [
      "no time",
      { size: 1, at: "2026-01-05" },
      "spec.at",
      "TypeInvalid",
      'Invalid value: "2026-01-05": spec.at in body must be of type date-time: "2026-01-05"',
    ],
    [
      "too many items",
      { size: 1, steps: [{ name: "a" }, { name: "b" }, { name: "c" }] },
      "spec.steps",
      "TooMany",
      "Too many: 3: must have at most 2 items",
    ],
    [
      "too few fields",
      { size: 1, one: {} },
      "spec.one",
      "Invalid",
      "Invalid value: {}: spec.one in body should have at least 1 properties",
    ],
    [
      "too many fields",
      { size: 1, one: { a: "", b: "" } },
      "spec.one",
      "TooMany",
      "Too many: 2: must have at most 1 item",
    ],
  ];
  it.each(CASES)("%s", (_, of, field, reason, message) => {
    expect(schemaFaults(schema, object(of))).toEqual([{ field, reason: `FieldValue${reason}`, message }]);
  });

  it("are none in what is right: whole numbers for numbers, numbers and text for either, a null that may be", () => {
    const right = {
      size: 9,
      ratio: 2,
      share: "25%",
      on: null,
      at: "2026-01-05T09:00:00.5+01:00",
      open: { any: 1 },
    };
    expect(schemaFaults(schema, object(right))).toEqual([]);
    expect(schemaFaults(schema, object({ size: 1, share: 3 }))).toEqual([]);
  });

  it("are all named at once", () => {
    const causes = schemaFaults(schema, object({ color: 1, steps: [{ name: 2, weight: "a" }] }));
    expect(causes.map(({ field }) => field)).toEqual([
      "spec.size",
      "spec.color",
      "spec.steps[0].name",
      "spec.steps[0].weight",
    ]);
  });

  it("that were there before do not stop a change of something else", () => {
    const before = object({ size: 99, name: "abcde", color: "red" });
    expect(schemaFaults(schema, object({ size: 99, name: "abcde", color: "blue" }), before)).toEqual([]);
    const causes = schemaFaults(schema, object({ size: 98, name: "abcde" }), before);
    expect(causes.map(({ field }) => field)).toEqual(["spec.size"]);
  });
});
