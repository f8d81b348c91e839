import { AppError } from "@horizon/errors";
import { z } from "zod";
import type { PagePosition } from "../page-position.ts";

export interface Page<T> {
  readonly rows: T[];
  /** For the next call; null on the last page. */
  readonly nextCursor: string | null;
}

/** The last moment of the year 9999, in milliseconds. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const position = z.tuple([z.int().min(0).max(latestMs), z.uuid()]);

/** An opaque text that clients hand back. */
export function encodeCursor({ at, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([at.getTime(), id])).toString("base64url");
}

/** @throws AppError INVALID_INPUT */
export function decodeCursor(cursor: string): PagePosition {
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { at: new Date(at), id };
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "The page cursor is not one of ours.", { cause });
  }
}

/** Cuts a result that was read with one row more than `limit`, to know whether there is a next page. */
export function toPage<T>(rows: T[], limit: number, positionOf: (row: T) => string): Page<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? positionOf(last) : null };
}
