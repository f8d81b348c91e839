import { isJsonObject } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import type { StructuralSchema } from "../structural-schema.ts";

/** What is wrong with a value, or undefined; `words` follow "<path> in body". */
type Rule = (schema: StructuralSchema, value: unknown) => string | undefined;

const RULES: readonly Rule[] = [
  ({ minimum }, value) =>
    typeof value === "number" && minimum !== undefined && value < minimum
      ? `should be greater than or equal to ${minimum}`
      : undefined,
  ({ maximum }, value) =>
    typeof value === "number" && maximum !== undefined && value > maximum
      ? `should be less than or equal to ${maximum}`
      : undefined,
  ({ minLength = 0 }, value) =>
    typeof value === "string" && [...value].length < minLength
      ? `should be at least ${minLength} chars long`
      : undefined,
  ({ pattern }, value) =>
    typeof value === "string" && pattern && !matches(pattern, value)
      ? `should match '${pattern}'`
      : undefined,
  ({ minItems = 0 }, value) =>
    Array.isArray(value) && value.length < minItems ? `should have at least ${minItems} items` : undefined,
  ({ minProperties = 0 }, value) =>
    isJsonObject(value) && Object.keys(value).length < minProperties
      ? `should have at least ${minProperties} properties`
      : undefined,
];

/** Go writes some patterns as JavaScript cannot; such a one is not held against anybody. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

/** RFC 3339, which Go reads: a date alone is none. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const isDateTime = (value: string) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));

function formatFault({ format }: StructuralSchema, value: unknown, path: string): StatusCause[] {
  if (format !== "date-time" || typeof value !== "string" || isDateTime(value)) return [];
  const written = JSON.stringify(value);
  const message = `Invalid value: ${written}: ${path} in body must be of type date-time: ${written}`;
  return [{ field: path, reason: "FieldValueTypeInvalid", message }];
}

function enumFault({ enum: allowed }: StructuralSchema, value: unknown, path: string): StatusCause[] {
  if (!allowed || allowed.includes(value)) return [];
  const supported = allowed.map((item) => JSON.stringify(item)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
  return [{ field: path, reason: "FieldValueNotSupported", message }];
}

function sizeFault(schema: StructuralSchema, value: unknown, path: string): StatusCause[] {
  const { maxLength, maxItems, maxProperties } = schema;
  if (typeof value === "string" && maxLength !== undefined && [...value].length > maxLength) {
    const message = `Too long: may not be more than ${maxLength} bytes`;
    return [{ field: path, reason: "FieldValueTooLong", message }];
  }
  const isList = Array.isArray(value);
  const count = isList ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;
  const most = isList ? maxItems : maxProperties;
  if (most === undefined || count <= most) return [];
  const message = `Too many: ${count}: must have at most ${most} item${most === 1 ? "" : "s"}`;
  return [{ field: path, reason: "FieldValueTooMany", message }];
}

/** What a value of the right type does wrong by the rules of its schema. */
export function ruleFaults(schema: StructuralSchema, value: unknown, path: string): StatusCause[] {
  const causes = RULES.flatMap((rule): StatusCause[] => {
    const words = rule(schema, value);
    if (words === undefined) return [];
    const message = `Invalid value: ${JSON.stringify(value)}: ${path} in body ${words}`;
    return [{ field: path, reason: "FieldValueInvalid", message }];
  });
  return [
    ...causes,
    ...sizeFault(schema, value, path),
    ...enumFault(schema, value, path),
    ...formatFault(schema, value, path),
  ];
}
