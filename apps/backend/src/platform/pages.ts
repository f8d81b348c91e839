import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { commonProblems } from "./problems.ts";

/** Query parameters of every list. Use as `z.strictObject({ ...pageQuery, … })`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(500).optional(),
} as const;

/** The answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ data: z.array(item), has_more: z.boolean(), next_cursor: z.string().nullable() });
}

/** Where a page in descending order of (created_at, id) ended. */
export interface PagePosition {
  readonly at: Date;
  readonly id: string;
}

export interface Cursors {
  /** @throws ProblemError request.cursor_invalid for one that was forged, altered or made for another list. */
  read(cursor: string | undefined, list: string): PagePosition | undefined;
  /** Cuts rows that were read with one more than `limit`. `list` names the list and whose it is. */
  page<T extends { createdAt: Date; id: string }, V>(
    rows: readonly T[],
    options: { limit: number; list: string; view: (row: T) => V },
  ): { data: V[]; has_more: boolean; next_cursor: string | null };
}

const position = z.tuple([z.int(), z.uuid()]);

/** Cursors are signed, so that a client can hand them back and do nothing else with them. */
export function createCursors(secret: string): Cursors {
  const key = createHmac("sha256", secret).update("page-cursors").digest();
  const sign = (list: string, payload: string) =>
    createHmac("sha256", key).update(`${list}\n${payload}`).digest().subarray(0, 16);

  function write(list: string, { createdAt, id }: { createdAt: Date; id: string }): string {
    const payload = Buffer.from(JSON.stringify([createdAt.getTime(), id])).toString("base64url");
    return `${payload}.${sign(list, payload).toString("base64url")}`;
  }

  return {
    read(cursor, list) {
      if (cursor === undefined) return undefined;
      const [payload = "", signature = ""] = cursor.split(".");
      const given = Buffer.from(signature, "base64url");
      const expected = sign(list, payload);
      try {
        if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error("forged");
        const [at, id] = position.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
        return { at: new Date(at), id };
      } catch (cause) {
        throw commonProblems.problem("request.cursor_invalid", { cause });
      }
    },
    page(rows, { limit, list, view }) {
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const more = rows.length > limit && last !== undefined;
      return { data: shown.map(view), has_more: more, next_cursor: more ? write(list, last) : null };
    },
  };
}
