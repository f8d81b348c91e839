import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cancelFreezeWindow,
  createFreezeWindow,
  type FreezeWindowInput,
  listActiveFreezeWindows,
  listFreezeWindows,
  updateFreezeWindow,
} from "./freeze-windows.ts";
import type { Member } from "./members.ts";
import { addMember, openTestDb, type TestDb } from "./open-test-db.ts";

const startsAt = new Date("2026-11-26T00:00:00Z");
const endsAt = new Date("2026-11-30T00:00:00Z");
const during = new Date("2026-11-27T00:00:00Z");

let database: TestDb;
let admin: Member;
beforeAll(async () => {
  database = await openTestDb();
  admin = await addMember(database.db, "admin");
});
afterAll(() => database.close());

function thanksgiving(environment: string, fields: Partial<FreezeWindowInput> = {}): FreezeWindowInput {
  return {
    title: "Thanksgiving",
    environment,
    services: null,
    startsAt,
    endsAt,
    reason: "few people are there",
    exceptMemberIds: [admin.id],
    exceptServices: ["notification"],
    ...fields,
  };
}

/** An environment that no other test has windows in. */
const newEnvironment = () => `e-${randomUUID()}`;

test("a window is in force from its start until just before its end, in its environment", async () => {
  const environment = newEnvironment();
  const window = await createFreezeWindow(database.db, thanksgiving(environment), admin.id);
  const activeAt = async (at: Date) =>
    (await listActiveFreezeWindows(database.db, environment, at)).map(({ id }) => id);
  expect(await activeAt(new Date(startsAt.getTime() - 1))).toEqual([]);
  expect(await activeAt(startsAt)).toEqual([window.id]);
  expect(await activeAt(new Date(endsAt.getTime() - 1))).toEqual([window.id]);
  expect(await activeAt(endsAt)).toEqual([]);
  expect(await listActiveFreezeWindows(database.db, newEnvironment(), during)).toEqual([]);
});

test("what was created comes back: no services are all services", async () => {
  const environment = newEnvironment();
  const all = thanksgiving(environment);
  const some = thanksgiving(environment, {
    services: ["billing"],
    startsAt: new Date("2026-11-25T00:00:00Z"),
  });
  for (const input of [all, some]) await createFreezeWindow(database.db, input, admin.id);
  const windows = await listFreezeWindows(database.db, { environment });
  expect(windows).toMatchObject([all, some]);
  expect(windows[0]?.createdBy).toEqual({ id: admin.id, name: admin.name });
  expect((await listFreezeWindows(database.db)).length).toBeGreaterThanOrEqual(2);
});

test("a window that ends before it starts is refused, by the database too", async () => {
  const environment = newEnvironment();
  const backwards = thanksgiving(environment, { endsAt: startsAt });
  await expect(createFreezeWindow(database.db, backwards, admin.id)).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  const window = await createFreezeWindow(database.db, thanksgiving(environment), admin.id);
  await expect(updateFreezeWindow(database.db, window, backwards)).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
});

test("a cancelled window is no longer in force and cannot be changed or cancelled again", async () => {
  const environment = newEnvironment();
  const created = await createFreezeWindow(database.db, thanksgiving(environment), admin.id);
  const longer = thanksgiving(environment, { title: "Long weekend" });
  const window = await updateFreezeWindow(database.db, created, longer);
  expect(window).toMatchObject({ title: "Long weekend" });
  const cancels = await Promise.allSettled(
    [1, 2, 3].map(() => cancelFreezeWindow(database.db, window, during)),
  );
  expect(cancels.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listActiveFreezeWindows(database.db, environment, during)).toEqual([]);
  await expect(updateFreezeWindow(database.db, window, thanksgiving(environment))).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
  });
  await expect(
    cancelFreezeWindow(database.db, { ...window, id: randomUUID() }, during),
  ).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("of several who change what they all saw, one does, and the others are told that it changed", async () => {
  const environment = newEnvironment();
  const seen = await createFreezeWindow(database.db, thanksgiving(environment), admin.id);
  // Of two changes within one millisecond nobody saw the first.
  while (Date.now() === seen.updatedAt.getTime());
  const edits = await Promise.allSettled([
    ...["a", "b"].map((title) => updateFreezeWindow(database.db, seen, thanksgiving(environment, { title }))),
    cancelFreezeWindow(database.db, seen, during),
  ]);
  expect(edits.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a change of what somebody changed after it was seen is refused, and changes nothing", async () => {
  const environment = newEnvironment();
  const { id, updatedAt } = await createFreezeWindow(database.db, thanksgiving(environment), admin.id);
  const seen = { id, updatedAt: new Date(updatedAt.getTime() - 1) };
  const change = thanksgiving(environment, { title: "Mine" });
  await expect(updateFreezeWindow(database.db, seen, change)).rejects.toMatchObject({ code: "STALE" });
  await expect(cancelFreezeWindow(database.db, seen, during)).rejects.toMatchObject({ code: "STALE" });
  expect(await listFreezeWindows(database.db, { environment })).toMatchObject([
    { title: "Thanksgiving", cancelledAt: null },
  ]);
});
