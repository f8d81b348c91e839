import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject, readPath } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import type { StructuralSchema, ValidationRule } from "../structural-schema.ts";
import { findRuleFault } from "./cel-rule.ts";
import { findFieldSchema, placeOf } from "./field-schema.ts";

const withRules = new WeakMap<StructuralSchema, boolean>();

/** Whether a schema has rules at any depth: the values of most have not to be looked at. */
function hasRules(schema: StructuralSchema): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  const { properties = {}, additionalProperties, items } = schema;
  const parts = [...Object.values(properties), ...(items ? [items] : [])];
  if (isJsonObject(additionalProperties)) parts.push(additionalProperties as StructuralSchema);
  const found = (schema["x-kubernetes-validations"] ?? []).length > 0 || parts.some(hasRules);
  withRules.set(schema, found);
  return found;
}

/** A value as CEL types it: whole numbers are `int`, and `double` where the schema says number. */
function toCel(schema: StructuralSchema | "open" | undefined, value: unknown, isRoot = false): unknown {
  const known = schema === "open" ? undefined : schema;
  if (typeof value === "number")
    return known?.type === "number" || !Number.isInteger(value) ? value : BigInt(value);
  if (Array.isArray(value)) return value.map((item) => toCel(known?.items, item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      toCel(known && findFieldSchema(known, name, isRoot), field),
    ]),
  );
}

const WORDS: Record<NonNullable<ValidationRule["reason"]>, (type: string, why: string) => string> = {
  FieldValueInvalid: (type, why) => `Invalid value: ${JSON.stringify(type)}: ${why}`,
  FieldValueForbidden: (_, why) => `Forbidden: ${why}`,
  FieldValueRequired: (_, why) => `Required value: ${why}`,
  FieldValueDuplicate: (type) => `Duplicate value: ${JSON.stringify(type)}`,
};

/** `.spec.name` and `['a']` behind a place. */
const fieldOf = (path: string, fieldPath = "") => `${path}${fieldPath}`.replace(/^\./, "") || "<nil>";

function ownFaults(schema: StructuralSchema, value: unknown, before: unknown, path: string): StatusCause[] {
  const isRoot = path === "";
  return (schema["x-kubernetes-validations"] ?? []).flatMap((rule) => {
    const isTransition = /\boldSelf\b/.test(rule.rule);
    if (isTransition && before === undefined) return [];
    const self = toCel(schema, value, isRoot);
    const why = findRuleFault(
      rule,
      isTransition ? { self, oldSelf: toCel(schema, before, isRoot) } : { self },
    );
    if (why === undefined) return [];
    const reason = rule.reason ?? "FieldValueInvalid";
    const message = WORDS[reason](schema.type ?? "object", why);
    return [{ field: fieldOf(path, rule.fieldPath), reason, message }];
  });
}

function faultsAt(schema: StructuralSchema, value: unknown, before: unknown, path: string): StatusCause[] {
  if (!hasRules(schema) || value === null) return [];
  // What was wrong before a rule was made may stay as long as nobody touches it.
  if (before !== undefined && isDeepStrictEqual(value, before)) return [];
  const causes = ownFaults(schema, value, before, path);
  if (isJsonObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      const found = findFieldSchema(schema, name, path === "");
      if (found === undefined || found === "open") continue;
      causes.push(...faultsAt(found, field, readPath(before, [name]), placeOf(path, name)));
    }
  }
  const { items } = schema;
  if (!Array.isArray(value) || !items) return causes;
  return [
    ...causes,
    ...value.flatMap((item, index) => faultsAt(items, item, undefined, `${path}[${index}]`)),
  ];
}

/**
 * What `x-kubernetes-validations` of a schema holds against an object that has the right shape. Rules with `oldSelf` are asked of
 * updates. What Kubernetes adds to CEL (quantities, URLs, sums, optional fields) is not known here, and such a rule passes.
 */
export const celFaults = (schema: StructuralSchema, object: JsonObject, before?: JsonObject): StatusCause[] =>
  faultsAt(schema, object, before, "");
