import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  createMember,
  findMemberByEmail,
  getMember,
  listMembers,
  seedMembers,
  updateMember,
} from "./members.ts";
import { addMember, openTestDb, type TestDb } from "./open-test-db.ts";

let database: TestDb;
beforeAll(async () => {
  database = await openTestDb();
});
beforeEach(() => database.asAdmin("DELETE FROM ops.member"));
afterAll(() => database.close());

test("a member is found by email in any case, and by id", async () => {
  const created = await createMember(database.db, {
    email: "Ada@Horizon.example",
    name: "Ada",
    role: "admin",
  });
  expect(created).toMatchObject({ email: "ada@horizon.example", role: "admin", active: true });
  expect(await findMemberByEmail(database.db, "ADA@horizon.EXAMPLE ")).toEqual(created);
  expect(await getMember(database.db, created.id)).toEqual(created);
  expect(await findMemberByEmail(database.db, "nobody@horizon.example")).toBeNull();
  await expect(getMember(database.db, randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an email belongs to one member, whatever its case", async () => {
  await createMember(database.db, { email: "ada@horizon.example", name: "Ada", role: "admin" });
  await expect(
    createMember(database.db, { email: "ADA@horizon.example", name: "Other", role: "viewer" }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(
    database.asOps(
      `INSERT INTO ops.member (id, email, name, role) VALUES ($1, 'Upper@horizon.example', 'U', 'viewer')`,
      [randomUUID()],
    ),
  ).rejects.toThrow("member_email_lower_case");
});

test("seeding twice keeps what an admin changed in between", async () => {
  const people = [
    { email: "a@horizon.example", name: "A", role: "admin" },
    { email: "v@horizon.example", name: "V", role: "viewer" },
  ] as const;
  await seedMembers(database.db, people);
  const viewer = await findMemberByEmail(database.db, "v@horizon.example");
  await updateMember(database.db, viewer?.id ?? "", { role: "operator" });
  await seedMembers(database.db, people);
  const members = await listMembers(database.db);
  expect(members.map(({ name, role }) => [name, role])).toEqual([
    ["A", "admin"],
    ["V", "operator"],
  ]);
});

test.each([{ role: "viewer" }, { active: false }] as const)(
  "the last active admin stays one (%o)",
  async (change) => {
    const admin = await addMember(database.db, "admin");
    const inactive = await addMember(database.db, "admin");
    await updateMember(database.db, inactive.id, { active: false });

    await expect(updateMember(database.db, admin.id, change)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    expect(await getMember(database.db, admin.id)).toMatchObject({ role: "admin", active: true });
    expect(await updateMember(database.db, admin.id, { name: "Renamed" })).toMatchObject({ name: "Renamed" });
  },
);

test("an admin may go while another one stays", async () => {
  const [first] = await Promise.all([addMember(database.db, "admin"), addMember(database.db, "admin")]);
  expect(await updateMember(database.db, first.id, { active: false })).toMatchObject({ active: false });
});

test("admins who demote each other at once leave one", async () => {
  const admins = await Promise.all(Array.from({ length: 6 }, () => addMember(database.db, "admin")));
  const results = await Promise.allSettled(
    admins.map(({ id }) => updateMember(database.db, id, { role: "viewer" })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  const left = await listMembers(database.db);
  expect(left.filter(({ role, active }) => role === "admin" && active)).toHaveLength(1);
});

test("changing nobody is NOT_FOUND", async () => {
  await expect(updateMember(database.db, randomUUID(), { role: "viewer" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
