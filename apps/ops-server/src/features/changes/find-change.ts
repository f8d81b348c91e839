import { type Change, type Db, listChanges } from "@horizon/db";
import { AppError } from "@horizon/errors";

const beforeMs = 15 * 60_000;
const afterMs = 60_000;

/**
 * The change with this id. Ids are UUIDv7 and changes are stored within moments of being seen, so the id's own time
 * says where in the feed to look.
 *
 * @throws AppError NOT_FOUND
 */
export async function getChange(db: Db, id: string): Promise<Change> {
  const storedAtMs = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  const window = { from: new Date(storedAtMs - beforeMs), to: new Date(storedAtMs + afterMs), limit: 200 };
  let cursor: string | undefined;
  do {
    const page = await listChanges(db, cursor === undefined ? window : { ...window, cursor });
    const found = page.rows.find((change) => change.id === id);
    if (found) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  throw new AppError("NOT_FOUND", "There is no such change.");
}
