import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteKubeEvents, type KubeEvent, listKubeEvents, upsertKubeEvents } from "./kube-events.ts";
import { openTestDb, type TestDb } from "./open-test-db.ts";

let database: TestDb;
beforeAll(async () => {
  database = await openTestDb();
});
afterAll(() => database.close());

function backOff(fields: Partial<KubeEvent> = {}): KubeEvent {
  return {
    cluster: "production",
    uid: randomUUID(),
    environment: "production",
    namespace: "horizon-production",
    involvedKind: "Pod",
    involvedName: "api-gateway-6f7d8c-x2x4z",
    involvedUid: randomUUID(),
    type: "Warning",
    reason: "BackOff",
    message: `Back-off "restarting" failed container`,
    count: 3,
    firstAt: new Date("2026-11-24T10:00:00Z"),
    lastAt: new Date("2026-11-24T10:05:00Z"),
    ...fields,
  };
}

test("an event that happens again is one row with the latest count and time", async () => {
  const first = backOff();
  const again = { ...first, count: 4, lastAt: new Date("2026-11-24T10:06:00Z"), message: "again" };
  await upsertKubeEvents(database.db, [first]);
  await upsertKubeEvents(database.db, [again]);
  expect(await listKubeEvents(database.db, { involvedUid: first.involvedUid, limit: 9 })).toEqual([again]);
});

test("an older sight changes nothing, neither later nor in the same call", async () => {
  const latest = backOff({ count: 9 });
  await upsertKubeEvents(database.db, [{ ...latest, count: 2 }, latest, { ...latest, count: 5 }]);
  await upsertKubeEvents(database.db, [{ ...latest, count: 1, message: "old" }]);
  expect(await listKubeEvents(database.db, { involvedUid: latest.involvedUid, limit: 9 })).toEqual([latest]);
});

test("an event whose text PostgreSQL cannot keep is kept without it, and holds up no other", async () => {
  const namespace = randomUUID();
  const texts = ["a NUL \0 of a probe", "half a character \ud83d", "a whole one \u{1f680}", "plain"];
  await upsertKubeEvents(
    database.db,
    texts.map((message) => backOff({ namespace, message })),
  );
  const stored = await listKubeEvents(database.db, { namespace, limit: 9 });
  expect(stored.map(({ message }) => message).sort()).toEqual([
    "a NUL \uFFFD of a probe",
    "a whole one \u{1f680}",
    "half a character \uFFFD",
    "plain",
  ]);
});

test("replicas that store the same events at once do not deadlock", async () => {
  const involvedName = randomUUID();
  const events = Array.from({ length: 200 }, () => backOff({ involvedName }));
  const shuffled = [events, events.toReversed(), events, events.toReversed()];
  await Promise.all(
    shuffled.map((given, i) =>
      upsertKubeEvents(
        database.db,
        given.map((e) => ({ ...e, count: 3 + i })),
      ),
    ),
  );
  const rows = await listKubeEvents(database.db, { involvedName, limit: 500 });
  expect(rows.map(({ count }) => count)).toEqual(Array(200).fill(6));
});

test("the latest come first, and old ones can be forgotten", async () => {
  const namespace = randomUUID();
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute));
  await upsertKubeEvents(
    database.db,
    [0, 2, 1].map((minute) => backOff({ namespace, lastAt: at(minute), firstAt: at(0) })),
  );
  const minutesOf = async () =>
    (await listKubeEvents(database.db, { namespace, limit: 9 })).map(({ lastAt }) => lastAt.getMinutes());
  expect(await minutesOf()).toEqual([2, 1, 0]);
  expect(await deleteKubeEvents(database.db, at(2))).toBe(2);
  expect(await minutesOf()).toEqual([2]);
});

test("those of a workload are its own, its autoscaler's, its ReplicaSets' and its pods'", async () => {
  const namespace = randomUUID();
  const about = (involvedKind: string, involvedName: string) =>
    backOff({ namespace, involvedKind, involvedName });
  const own = [
    about("Deployment", "api"),
    about("HorizontalPodAutoscaler", "api"),
    about("ReplicaSet", "api-6f7d8c"),
    about("Pod", "api-6f7d8c-x2x4z"),
  ];
  const foreign = [about("Rollout", "api"), about("Service", "api"), about("Pod", "apiary-6f7d8c-x2x4z")];
  await upsertKubeEvents(database.db, [...own, ...foreign]);
  const workload = { kind: "Deployment", name: "api" };
  const found = await listKubeEvents(database.db, { namespace, workload, limit: 9 });
  expect(found.map(({ uid }) => uid).toSorted()).toEqual(own.map(({ uid }) => uid).toSorted());
});

test("an autoscaler goes by its own name, and pods of a long-named workload by the start of its name", async () => {
  const namespace = randomUUID();
  const name = `a${"-very-long-name".repeat(4)}`;
  const own = [
    backOff({ namespace, involvedKind: "HorizontalPodAutoscaler", involvedName: "web-hpa" }),
    backOff({ namespace, involvedKind: "Pod", involvedName: `${`${name}-6f7d8c9b4-`.slice(0, 58)}x2x4z` }),
  ];
  await upsertKubeEvents(database.db, own);
  const workload = { kind: "Deployment", name, autoscaler: "web-hpa" };
  const found = await listKubeEvents(database.db, { namespace, workload, limit: 9 });
  expect(found.map(({ uid }) => uid).toSorted()).toEqual(own.map(({ uid }) => uid).toSorted());
});

test("nothing to store is nothing to do", async () => {
  await expect(upsertKubeEvents(database.db, [])).resolves.toBeUndefined();
});
