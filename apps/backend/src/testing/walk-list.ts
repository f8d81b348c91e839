import type { Api } from "./api-client.ts";

interface Walked {
  /** Rows of the longest page, as JSON. */
  readonly whole: readonly string[];
  /** Rows page by page. */
  readonly walked: readonly string[];
}

/** A list in one page, and again two rows at a time. Rows that came meanwhile are in `walked` alone. */
export async function walkList(api: Api, path: string, token: string): Promise<Walked> {
  const read = async (query: string) => {
    const { status, body } = await api("GET", `${path}?${query}`, { token });
    if (status !== 200) throw new Error(`${path}?${query}: ${status} ${JSON.stringify(body)}`);
    return body as { data: unknown[]; has_more: boolean; next_cursor: string | null };
  };
  const rowsOf = ({ data }: { data: unknown[] }) => data.map((row) => JSON.stringify(row));
  const whole = rowsOf(await read("limit=100"));
  const walked: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await read(`limit=2${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    walked.push(...rowsOf(page));
    cursor = page.next_cursor;
    if (page.has_more !== (cursor !== null)) throw new Error(`${path}: has_more and next_cursor disagree`);
  } while (cursor !== null && walked.length < whole.length);
  return { whole, walked };
}
