import { Prisma } from "./generated/client.ts";

/** What PostgreSQL keeps in a jsonb column. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A value for a nullable jsonb column: null is SQL NULL, not JSON null. */
export function toNullableJson(
  value: Json | undefined,
): Prisma.InputJsonValue | typeof Prisma.DbNull | undefined {
  return value === null ? Prisma.DbNull : toJson(value);
}

/** A value for a jsonb column, as `toJsonText` has it; undefined leaves the column alone. */
export function toJson<T extends Json | undefined>(value: T): Prisma.InputJsonValue | Extract<T, undefined>;
export function toJson(value: Json | undefined): Prisma.InputJsonValue | undefined {
  const isStorable = value === undefined || !unstorable.test(JSON.stringify(value));
  // Prisma's type forbids a null at the top, where it would be ambiguous; callers' columns are NOT NULL objects.
  return (isStorable ? value : JSON.parse(toJsonText(value))) as Prisma.InputJsonValue | undefined;
}

/** Escapes of what jsonb refuses: NUL and halves of surrogate pairs. */
const unstorable = /\\u(?:0000|d[89a-f])/;

/**
 * JSON text that can be cast to jsonb. What clusters report may hold a NUL (a probe that printed one), and a text that was cut short half a
 * character: either would be refused with all that is stored with it, so U+FFFD stands for them.
 */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!unstorable.test(text)) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? part.replaceAll("\0", "\uFFFD").toWellFormed() : part,
  );
}
