import { randomBytes } from "node:crypto";
import { type Change, closeDb, createDb, type Db, listChanges } from "@horizon/db";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import type { ChangeDraft } from "@horizon/k8s";
import { createLogger } from "@horizon/logger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLiveHub } from "../../live/live-hub.ts";
import { createLiveJournal } from "../../live/live-journal.ts";
import { createChangeRecorder } from "./record-changes.ts";

const draftOf = (name: string, rest: Partial<ChangeDraft> = {}): ChangeDraft => ({
  at: "2026-01-05T10:00:00.000Z",
  environment: "production",
  cluster: "main",
  namespace: "shop",
  kind: "Deployment",
  name,
  uid: `uid-${name}`,
  resourceVersion: "7",
  service: name,
  type: "scale",
  summary: `${name} was scaled for ada@example.com`,
  fields: [],
  ...rest,
});
/** Too long for an index, however it is compressed. */
const endless = randomBytes(8_000).toString("hex");

describe("a change that the database will never take", () => {
  let database: TestDatabase;
  let db: Db;
  let lines: Record<string, unknown>[];
  let stored: string[];
  beforeEach(async () => {
    database = await createTestDatabase();
    db = createDb(database.url, { poolMax: 1 });
    lines = [];
    stored = [];
  });
  afterEach(async () => {
    await closeDb(db);
    await database.close();
  });
  function start() {
    const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
    const hub = createLiveHub({
      journal: createLiveJournal("test"),
      readFreshness: () => ({}),
      readDatabaseSilence: () => null,
      now: () => new Date(),
    });
    const logger = createLogger("test", { level: "warn", destination });
    const recorder = createChangeRecorder({ db, hub, logger }, (changes: readonly Change[]) =>
      stored.push(...changes.map(({ name }) => name)),
    );
    return {
      add: recorder.add,
      async stop() {
        await recorder.stop();
        hub.stop();
      },
    };
  }

  it.each([
    ["a key too long to be indexed", { uid: endless }],
    ["nothing where something must be", { resourceVersion: null as unknown as string }],
    ["a time that is none", { at: "at noon" }],
  ])("%s, is set aside in one line, and all that came with it is in the feed", async (_name, poison) => {
    const recorder = start();
    const before = Array.from({ length: 70 }, (_, n) => draftOf(`before-${n}`));
    const after = Array.from({ length: 70 }, (_, n) => draftOf(`after-${n}`));
    recorder.add([...before, draftOf("poison", poison), ...after]);
    await recorder.stop();
    const names = [...before, ...after].map(({ name }) => name);
    expect(stored).toEqual(names);
    const { rows } = await listChanges(db, { limit: 500 });
    expect(rows.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(lines).toEqual([
      expect.objectContaining({ level: "error", cluster: "main", kind: "Deployment", name: "poison" }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/ada@example\.com|[0-9a-f]{64}/);
  });

  it("is told from a database that is away, of which nothing is set aside", async () => {
    const recorder = start();
    await closeDb(db);
    recorder.add([draftOf("web")]);
    await recorder.stop();
    expect(lines.filter(({ level }) => level === "error")).toEqual([]);
    db = createDb(database.url, { poolMax: 1 });
  });
});
