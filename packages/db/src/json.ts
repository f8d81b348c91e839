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

/** A value for a jsonb column; undefined leaves the column alone. */
export function toJson<T extends Json | undefined>(value: T): Prisma.InputJsonValue | Extract<T, undefined>;
export function toJson(value: Json | undefined): Prisma.InputJsonValue | undefined {
  // Prisma's type forbids a null at the top, where it would be ambiguous; callers' columns are NOT NULL objects.
  return value as Prisma.InputJsonValue | undefined;
}
