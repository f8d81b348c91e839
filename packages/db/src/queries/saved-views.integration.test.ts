import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Member } from "./members.ts";
import { addMember, openTestDb, type TestDb } from "./open-test-db.ts";
import {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  pinSavedView,
  updateSavedView,
} from "./saved-views.ts";

const failing = { title: "Failing", path: "/deployments?status=failing", shared: false, pinned: false };

let database: TestDb;
let olive: Member;
let vera: Member;
beforeAll(async () => {
  database = await openTestDb();
});
beforeEach(async () => {
  await database.asAdmin("DELETE FROM ops.saved_view");
  [olive, vera] = await Promise.all([addMember(database.db), addMember(database.db, "viewer")]);
});
afterAll(() => database.close());

test("a member sees their own views and those that others share, pinned ones first", async () => {
  await createSavedView(database.db, olive.id, failing);
  await createSavedView(database.db, olive.id, { ...failing, title: "Pinned", pinned: true });
  await createSavedView(database.db, vera.id, { ...failing, title: "Shared", shared: true });
  await createSavedView(database.db, vera.id, { ...failing, title: "Private" });
  const views = await listSavedViews(database.db, olive.id);
  expect(views.map(({ title, owner }) => [title, owner.id])).toEqual([
    ["Pinned", olive.id],
    ["Failing", olive.id],
    ["Shared", vera.id],
  ]);
});

test("titles are one of a kind for each owner", async () => {
  const view = await createSavedView(database.db, olive.id, failing);
  const other = await createSavedView(database.db, olive.id, { ...failing, title: "Other" });
  await createSavedView(database.db, vera.id, failing);
  await expect(createSavedView(database.db, olive.id, failing)).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(updateSavedView(database.db, olive.id, other.id, failing)).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(
    await updateSavedView(database.db, olive.id, view.id, { title: "Failing", shared: true }),
  ).toMatchObject({
    path: failing.path,
    shared: true,
  });
});

test("a view is pinned by each member for themselves, as long as they see it", async () => {
  const titles = async ({ id }: Member) =>
    (await listSavedViews(database.db, id)).map(({ title, pinned }) => [title, pinned]);
  await createSavedView(database.db, vera.id, { ...failing, title: "A" });
  const { id } = await createSavedView(database.db, olive.id, { ...failing, title: "B", shared: true });
  const ofVera = { id, pinned: true };
  expect(await pinSavedView(database.db, vera.id, ofVera)).toMatchObject({ title: "B", pinned: true });
  expect(await pinSavedView(database.db, vera.id, ofVera)).toMatchObject({ pinned: true });
  expect(await titles(vera)).toEqual([
    ["B", true],
    ["A", false],
  ]);
  expect(await titles(olive)).toEqual([["B", false]]);

  await updateSavedView(database.db, olive.id, id, { shared: false });
  expect(await titles(vera)).toEqual([["A", false]]);
  await expect(pinSavedView(database.db, vera.id, ofVera)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await updateSavedView(database.db, olive.id, id, { shared: true });
  expect(await titles(vera)).toEqual([
    ["B", true],
    ["A", false],
  ]);
  expect(await pinSavedView(database.db, vera.id, { id, pinned: false })).toMatchObject({ pinned: false });
  await pinSavedView(database.db, vera.id, ofVera);
  await deleteSavedView(database.db, olive.id, id);
  expect(await titles(vera)).toEqual([["A", false]]);
});

test("another member's view is neither changed nor deleted, though it is shared", async () => {
  const view = await createSavedView(database.db, olive.id, { ...failing, shared: true });
  await expect(updateSavedView(database.db, vera.id, view.id, failing)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(deleteSavedView(database.db, vera.id, view.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await listSavedViews(database.db, olive.id)).toEqual([view]);
  await deleteSavedView(database.db, olive.id, view.id);
  expect(await listSavedViews(database.db, olive.id)).toEqual([]);
});

test.each(["https://evil.example", "//evil.example", "deployments"])(
  "a view of %s is refused by the database",
  async (path) => {
    await expect(createSavedView(database.db, olive.id, { ...failing, path })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  },
);
