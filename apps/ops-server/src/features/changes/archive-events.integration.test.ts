import type { EventRow } from "@horizon/contracts";
import { closeDb, createDb, type Db, listKubeEvents } from "@horizon/db";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import type { RowChange } from "@horizon/k8s";
import { createLogger } from "@horizon/logger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEventArchive } from "./archive-events.ts";

const sightOf = (key: string, second: number, count = 1): RowChange => {
  const at = new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();
  const about = { environment: "production", namespace: "shop", kind: "Pod", name: "api-1-a" };
  const row: EventRow = {
    ...about,
    key,
    type: "Warning",
    reason: "BackOff",
    message: "",
    count,
    firstAt: at,
    lastAt: at,
  };
  return { kind: "event", op: "upsert", key, row, previous: null };
};

describe("the archive of events", () => {
  let database: TestDatabase;
  let db: Db;
  beforeEach(async () => {
    database = await createTestDatabase();
    db = createDb(database.url, { poolMax: 1 });
  });
  afterEach(async () => {
    await closeDb(db);
    await database.close();
  });
  const stored = async () =>
    (await listKubeEvents(db, { limit: 9 })).map(({ uid, count }) => `${uid}×${count}`);

  it("stores the latest sight of each event, what still waits at the stop too", async () => {
    const archive = createEventArchive({ db, logger: createLogger("test", { level: "silent" }) });
    archive.add("main", [sightOf("a", 1), sightOf("b", 2), sightOf("a", 3, 2)]);
    archive.add("main", [{ ...sightOf("b", 2), op: "remove" } as RowChange]);
    await archive.stop();
    expect(await stored()).toEqual(["a×2", "b×1"]);
  });

  it("keeps the newest when more come than may wait, and says how many it lost", async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger("test", { level: "warn", destination });
    const archive = createEventArchive({ db, logger, maxBuffered: 2 });
    archive.add("main", [sightOf("a", 1), sightOf("b", 2), sightOf("a", 3, 2), sightOf("c", 4)]);
    await archive.stop();
    expect(await stored()).toEqual(["c×1", "a×2"]);
    expect(lines).toEqual([expect.stringContaining('"lost":1')]);
  });

  it("leaves out in one line what the database does not take, and keeps the rest", async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger("test", { level: "warn", destination });
    const archive = createEventArchive({ db, logger });
    archive.add("main", [sightOf("a", 1), sightOf("endless", 2, 2 ** 31), sightOf("c", 3)]);
    await archive.stop();
    expect(await stored()).toEqual(["c×1", "a×1"]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: "error", cluster: "main", name: "api-1-a" }),
    ]);
  });
});
