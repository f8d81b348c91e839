import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDb, type TestDb } from "./open-test-db.ts";
import { listRolloutHistory, type RolloutHistory, upsertRolloutHistory } from "./rollout-history.ts";

let database: TestDb;
beforeAll(async () => {
  database = await openTestDb();
});
afterAll(() => database.close());

function attempt(fields: Partial<RolloutHistory> = {}): RolloutHistory {
  return {
    cluster: "production",
    uid: randomUUID(),
    revision: 5,
    environment: "production",
    namespace: "horizon-production",
    name: "api-gateway",
    podHash: "6f7d8c",
    images: ["api-gateway:1.4.2"],
    startedAt: new Date("2026-11-24T10:00:00Z"),
    finishedAt: null,
    outcome: "running",
    steps: [{ at: "2026-11-24T10:00:00.000Z", text: "started", actor: null, reason: null }],
    actor: null,
    reason: null,
    ...fields,
  };
}

test("an attempt is brought up to date in place, its start too, which is known better once it was rolled back to", async () => {
  const first = attempt();
  const promoted = {
    ...first,
    startedAt: new Date("2026-11-24T10:19:00Z"),
    finishedAt: new Date("2026-11-24T10:20:00Z"),
    outcome: "promoted" as const,
    steps: [
      ...first.steps,
      { at: "2026-11-24T10:20:00.000Z", text: "promoted", actor: "Olive", reason: "flat" },
    ],
    actor: "Olive",
    reason: "flat",
  };
  await upsertRolloutHistory(database.db, first);
  await upsertRolloutHistory(database.db, promoted);
  expect(await listRolloutHistory(database.db, { uid: first.uid, limit: 9 })).toEqual([promoted]);
});

test("a line with a text that PostgreSQL cannot keep is kept without it", async () => {
  const line = { at: "2026-11-24T10:00:00.000Z", actor: null, reason: null };
  const entry = attempt({ steps: [{ ...line, text: "a\0b \ud83d" }] });
  await upsertRolloutHistory(database.db, entry);
  const [stored] = await listRolloutHistory(database.db, { uid: entry.uid, limit: 9 });
  expect(stored?.steps).toEqual([{ ...line, text: "a\uFFFDb \uFFFD" }]);
});

test("replicas that store the same attempt at once make one row", async () => {
  const entry = attempt();
  await Promise.all(Array.from({ length: 8 }, () => upsertRolloutHistory(database.db, entry)));
  expect(await listRolloutHistory(database.db, { uid: entry.uid, limit: 9 })).toEqual([entry]);
});

test("revision 1 of a re-created rollout does not overwrite that of the deleted one", async () => {
  const name = randomUUID();
  await upsertRolloutHistory(database.db, attempt({ name, revision: 1 }));
  await upsertRolloutHistory(
    database.db,
    attempt({ name, revision: 1, startedAt: new Date("2026-11-24T12:00:00Z") }),
  );
  const rows = await listRolloutHistory(database.db, { name, limit: 9 });
  expect(rows.map(({ startedAt }) => startedAt.getUTCHours())).toEqual([12, 10]);
});
