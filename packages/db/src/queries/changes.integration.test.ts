import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Change, getChange, insertChanges, listChanges, type NewChange } from "./changes.ts";
import { createIntent } from "./intents.ts";
import { addMember, openTestDb, promotionBy, type TestDb } from "./open-test-db.ts";

let database: TestDb;
beforeAll(async () => {
  database = await openTestDb();
});
afterAll(() => database.close());

function deploy(fields: Partial<NewChange> = {}): NewChange {
  return {
    at: new Date("2026-11-24T10:00:00.250Z"),
    environment: "production",
    cluster: "production",
    namespace: "horizon-production",
    kind: "Rollout",
    name: "api-gateway",
    service: "api-gateway",
    changeType: "deploy",
    summary: "api-gateway 1.4.1 → 1.4.2",
    fields: [
      { path: "spec.template.spec.containers[api-gateway].image", before: "a:1.4.1", after: "a:1.4.2" },
    ],
    actor: null,
    reason: null,
    intentId: null,
    uid: randomUUID(),
    generation: 7,
    resourceVersion: "41",
    ...fields,
  };
}

test("a change that two replicas saw at once is stored once, and one of them is told that it is new", async () => {
  const changes = [deploy(), deploy({ changeType: "scale" })];
  const results = await Promise.all(Array.from({ length: 8 }, () => insertChanges(database.db, changes)));
  expect(results.flat()).toHaveLength(2);
  const { rows } = await listChanges(database.db, { limit: 10 });
  expect(rows.filter(({ uid }) => changes.some((change) => change.uid === uid))).toHaveLength(2);
});

test("a change with a text that PostgreSQL cannot keep is kept without it, and holds up no other", async () => {
  const fields = [{ path: "metadata.annotations.note", before: "a\0b", after: "cut in the middle \ud83d…" }];
  const [changed] = await insertChanges(database.db, [deploy({ fields, summary: "a\0b" }), deploy()]);
  expect(await getChange(database.db, changed?.id ?? "")).toMatchObject({
    summary: "a\uFFFDb",
    fields: [{ before: "a\uFFFDb", after: "cut in the middle \uFFFD…" }],
  });
});

test("replicas that store the same changes at once, each in its own order, do not deadlock", async () => {
  const changes = Array.from({ length: 50 }, () => deploy());
  const orders = [changes, changes.toReversed(), changes, changes.toReversed()];
  const results = await Promise.all(orders.map((given) => insertChanges(database.db, given)));
  expect(results.flat()).toHaveLength(50);
});

test("the same type of change at another resourceVersion, of another object or cluster is another change", async () => {
  const first = deploy();
  const others = [{ resourceVersion: "42" }, { uid: randomUUID() }, { cluster: "dr" }].map((fields) => ({
    ...first,
    ...fields,
  }));
  expect(await insertChanges(database.db, [first, ...others])).toHaveLength(4);
});

test("what was stored comes back, with the intent that caused it", async () => {
  const actor = await addMember(database.db);
  const { intent } = await createIntent(database.db, promotionBy(actor));
  const name = randomUUID();
  const change = deploy({ name, intentId: intent.id, actor: actor.name, reason: intent.reason });
  const [stored] = await insertChanges(database.db, [change]);
  const { rows } = await listChanges(database.db, { name, limit: 1 });
  expect(rows).toEqual([stored]);
  expect(stored).toMatchObject(change);
});

test("a change is found by its id, however old it is; an unknown id is NOT_FOUND", async () => {
  const [stored] = await insertChanges(database.db, [deploy({ at: new Date("2024-01-01T00:00:00Z") })]);
  expect(await getChange(database.db, stored?.id ?? "")).toEqual(stored);
  await expect(getChange(database.db, randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("pages hold each change once, newest first, also where many share a moment", async () => {
  const service = randomUUID();
  const moments = ["10:00:02", "10:00:01", "10:00:01", "10:00:01", "10:00:00"];
  await insertChanges(
    database.db,
    moments.map((time) => deploy({ service, at: new Date(`2026-11-24T${time}Z`) })),
  );
  const seen: Change[] = [];
  let cursor: string | undefined;
  do {
    const page = await listChanges(database.db, { service, limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen.map(({ at }) => at.toISOString().slice(11, 19))).toEqual(moments);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
});

test("filters narrow by type, part of the actor's name and time", async () => {
  const service = randomUUID();
  await insertChanges(database.db, [
    deploy({ service, actor: "Olive Operator" }),
    deploy({ service, changeType: "scale", at: new Date("2026-11-24T11:00:00Z") }),
  ]);
  const typesOf = async (filter: object) =>
    (await listChanges(database.db, { service, limit: 9, ...filter })).rows.map(
      ({ changeType }) => changeType,
    );
  expect(await typesOf({})).toEqual(["scale", "deploy"]);
  expect(await typesOf({ types: ["scale"] })).toEqual(["scale"]);
  expect(await typesOf({ actor: "olive" })).toEqual(["deploy"]);
  expect(await typesOf({ from: new Date("2026-11-24T10:30:00Z") })).toEqual(["scale"]);
  expect(await typesOf({ to: new Date("2026-11-24T11:00:00Z") })).toEqual(["deploy"]);
});

test("the feed cannot be rewritten by ops-server", async () => {
  await expect(database.asOps("UPDATE ops.change SET summary = 'x'")).rejects.toThrow("permission denied");
  await expect(database.asOps("DELETE FROM ops.change")).rejects.toThrow("permission denied");
});
