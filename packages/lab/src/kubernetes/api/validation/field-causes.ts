import type { StatusCause } from "../../store/status-error.ts";

export const required = (field: string, why = ""): StatusCause => ({
  field,
  reason: "FieldValueRequired",
  message: why ? `Required value: ${why}` : "Required value",
});

export const invalidValue = (field: string, value: unknown, why: string): StatusCause => ({
  field,
  reason: "FieldValueInvalid",
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
});

export const duplicate = (field: string, value: unknown): StatusCause => ({
  field,
  reason: "FieldValueDuplicate",
  message: `Duplicate value: ${JSON.stringify(value)}`,
});

export const forbiddenField = (field: string, why: string): StatusCause => ({
  field,
  reason: "FieldValueForbidden",
  message: `Forbidden: ${why}`,
});

export const notSupported = (field: string, value: unknown, supported: readonly string[]): StatusCause => ({
  field,
  reason: "FieldValueNotSupported",
  message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((item) => JSON.stringify(item)).join(", ")}`,
});

export const notFoundValue = (field: string, value: unknown): StatusCause => ({
  field,
  reason: "FieldValueNotFound",
  message: `Not found: ${JSON.stringify(value)}`,
});
