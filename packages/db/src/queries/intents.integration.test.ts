import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createIntent,
  findIntentByKey,
  getIntent,
  listIntents,
  listIntentVersions,
  listUnfinishedIntents,
  transitionIntent,
} from "./intents.ts";
import type { Member } from "./members.ts";
import { addMember, openTestDb, promotionBy, type TestDb } from "./open-test-db.ts";
import { listSentIntents } from "./sent-intents.ts";

let database: TestDb;
let actor: Member;
beforeAll(async () => {
  database = await openTestDb();
  actor = await addMember(database.db);
});
afterAll(() => database.close());

describe("an idempotency key", () => {
  test("stores one intent for 20 concurrent clicks, and one of them is told that it is new", async () => {
    const asked = promotionBy(actor);
    const results = await Promise.all(Array.from({ length: 20 }, () => createIntent(database.db, asked)));
    expect(new Set(results.map(({ intent }) => intent.id)).size).toBe(1);
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    const {
      id,
      createdAt: _createdAt,
      updatedAt: _updatedAt,
      ...stored
    } = await getIntent(database.db, results[0]?.intent.id ?? "");
    expect(stored).toMatchObject({ ...asked, state: "requested", request: null, outcome: null });
    expect(await findIntentByKey(database.db, actor.id, asked.idempotencyKey)).toMatchObject({ id });
  });

  test("with another body is a conflict and changes nothing", async () => {
    const asked = promotionBy(actor);
    const { intent } = await createIntent(database.db, asked);
    await expect(
      createIntent(database.db, { ...asked, bodyDigest: "body-2", name: "other" }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await getIntent(database.db, intent.id)).toEqual(intent);
  });

  test("of one person says nothing about another's", async () => {
    const asked = promotionBy(actor);
    const other = await addMember(database.db);
    await createIntent(database.db, asked);
    const second = await createIntent(database.db, {
      ...promotionBy(other),
      idempotencyKey: asked.idempotencyKey,
    });
    expect(second.created).toBe(true);
  });
});

test("of 20 that move an intent at once, one wins", async () => {
  const { intent } = await createIntent(database.db, promotionBy(actor));
  const moves = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      transitionIntent(database.db, intent.id, { from: ["requested"], to: "acting", message: `worker ${i}` }),
    ),
  );
  const won = moves.filter((move) => move !== null);
  expect(won).toHaveLength(1);
  expect(await getIntent(database.db, intent.id)).toEqual(won[0]);
});

test("a transition keeps what it does not mention and stores what it does", async () => {
  const { intent } = await createIntent(database.db, promotionBy(actor));
  const actedAt = new Date("2026-11-24T10:00:00.123Z");
  await transitionIntent(database.db, intent.id, {
    from: ["requested"],
    to: "acting",
    request: { spec: { paused: false } },
  });
  await transitionIntent(database.db, intent.id, {
    from: ["acting"],
    to: "accepted",
    response: { resourceVersion: "42" },
    actedAt,
  });
  expect(await getIntent(database.db, intent.id)).toMatchObject({
    state: "accepted",
    request: { spec: { paused: false } },
    response: { resourceVersion: "42" },
    outcome: null,
    actedAt,
    observedAt: null,
  });
});

test("what was asked, by whom and why cannot be rewritten by ops-server", async () => {
  const { intent } = await createIntent(database.db, promotionBy(actor));
  for (const column of ["reason", "actor_name", "action", "digest", "body_digest"]) {
    await expect(
      database.asOps(`UPDATE ops.intent SET ${column} = 'x' WHERE id = $1`, [intent.id]),
    ).rejects.toThrow("permission denied");
  }
  await expect(database.asOps("DELETE FROM ops.intent WHERE id = $1", [intent.id])).rejects.toThrow(
    "permission denied",
  );
});

test("recovery finds what a stopped process left, oldest first, and leaves out what is done or waits for a person", async () => {
  const states = [
    "requested",
    "awaiting_approval",
    "approved",
    "acting",
    "accepted",
    "observed",
    "failed",
    "refused",
  ] as const;
  const mine = await addMember(database.db);
  for (const state of states) await createIntent(database.db, promotionBy(mine, { state }));
  const left = (await listUnfinishedIntents(database.db)).filter(({ actorId }) => actorId === mine.id);
  expect(left.map(({ state }) => state)).toEqual(["requested", "approved", "acting", "accepted"]);
});

test("what was sent in a stretch of time is found whenever it was asked for, the last sent first, without its bulk", async () => {
  const environment = `env-${randomUUID()}`;
  const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, second));
  const seconds = { before: 9, second: 20, first: 10, never: null, after: 31, last: 30 };
  for (const [name, second] of Object.entries(seconds)) {
    const { intent } = await createIntent(database.db, promotionBy(actor, { name, environment }));
    if (second !== null) {
      await transitionIntent(database.db, intent.id, {
        from: ["requested"],
        to: "acting",
        request: { before: { metadata: { name } } },
        actedAt: at(second),
      });
    }
  }
  const filter = { environments: [environment, "nowhere"], from: at(10), to: at(30) };
  const sent = await listSentIntents(database.db, { ...filter, limit: 10 });
  expect(sent.map(({ name, actorName }) => [name, actorName])).toEqual(
    ["last", "second", "first"].map((name) => [name, actor.name]),
  );
  for (const intent of sent) expect(intent).not.toHaveProperty("request");
  expect(await listSentIntents(database.db, { ...filter, limit: 1 })).toEqual(sent.slice(0, 1));
});

test("of the newest intents it is told cheaply which have changed", async () => {
  const { intent } = await createIntent(database.db, promotionBy(actor));
  const [before] = await listIntentVersions(database.db, 1);
  expect(before).toEqual({ id: intent.id, updatedAt: intent.updatedAt });
  const moved = await transitionIntent(database.db, intent.id, { from: ["requested"], to: "acting" });
  expect(await listIntentVersions(database.db, 1)).toEqual([{ id: intent.id, updatedAt: moved?.updatedAt }]);
});

test("pages of intents hold each one once, newest first", async () => {
  const mine = await addMember(database.db);
  for (let i = 0; i < 7; i += 1) await createIntent(database.db, promotionBy(mine, { name: `svc-${i}` }));
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIntents(database.db, { actorId: mine.id, limit: 3, ...(cursor && { cursor }) });
    names.push(...page.rows.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(names).toEqual(["svc-6", "svc-5", "svc-4", "svc-3", "svc-2", "svc-1", "svc-0"]);
});

test("a filter finds by target and state", async () => {
  const name = `svc-${randomUUID()}`;
  const { intent } = await createIntent(database.db, promotionBy(actor, { name }));
  await createIntent(database.db, promotionBy(actor, { name, state: "refused" }));
  const { rows } = await listIntents(database.db, { name, states: ["requested"], limit: 10 });
  expect(rows).toEqual([intent]);
});

test("an object that holds what PostgreSQL cannot keep is stored all the same", async () => {
  const { intent } = await createIntent(database.db, promotionBy(actor));
  const request = (text: string) => ({ before: { status: { message: text } } });
  const acting = await transitionIntent(database.db, intent.id, {
    from: ["requested"],
    to: "acting",
    request: request("a probe said \0 and half a character \ud83d, then \u{1f680}"),
  });
  expect(acting?.request).toEqual(request("a probe said \uFFFD and half a character \uFFFD, then \u{1f680}"));
});

test("a text or a time that PostgreSQL cannot keep is a clear error", async () => {
  await expect(createIntent(database.db, promotionBy(actor, { reason: "a\0b" }))).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  await expect(listIntents(database.db, { name: "a\0b", limit: 1 })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  for (const atMs of [Number.MAX_SAFE_INTEGER, -1e15]) {
    const cursor = Buffer.from(JSON.stringify([atMs, randomUUID()])).toString("base64url");
    await expect(listIntents(database.db, { cursor, limit: 1 })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  }
});

test("a made-up cursor, actor or id is a clear error", async () => {
  await expect(listIntents(database.db, { cursor: "nonsense", limit: 1 })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  await expect(createIntent(database.db, promotionBy({ ...actor, id: randomUUID() }))).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  await expect(getIntent(database.db, randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
});
