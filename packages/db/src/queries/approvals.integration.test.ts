import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ApprovalDecision,
  decideApproval,
  expireApprovals,
  findApproval,
  listApprovals,
  listPendingApprovals,
  requestApproval,
} from "./approvals.ts";
import { createIntent } from "./intents.ts";
import type { Member } from "./members.ts";
import { addMember, openTestDb, promotionBy, type TestDb } from "./open-test-db.ts";

const requestedAt = new Date("2026-11-24T10:00:00Z");
const expiresAt = new Date("2026-11-24T10:30:00Z");
const soon = new Date("2026-11-24T10:05:00Z");
const digest = "digest-1";

let database: TestDb;
let requester: Member;
let approver: Member;
beforeAll(async () => {
  database = await openTestDb();
  [requester, approver] = await Promise.all([addMember(database.db), addMember(database.db, "oncall")]);
});
afterAll(() => database.close());

async function ask(): Promise<string> {
  const { intent } = await createIntent(database.db, promotionBy(requester, { state: "awaiting_approval" }));
  await requestApproval(database.db, {
    intentId: intent.id,
    requestedBy: requester.id,
    digest,
    requestedAt,
    expiresAt,
  });
  return intent.id;
}

function approved(fields: Partial<ApprovalDecision> = {}): ApprovalDecision {
  return { decision: "approved", decidedBy: approver.id, digest, comment: "seen it", now: soon, ...fields };
}

test("a second person approves", async () => {
  const intentId = await ask();
  const decided = await decideApproval(database.db, intentId, approved());
  expect(decided).toMatchObject({
    decision: "approved",
    decidedBy: approver.id,
    decidedAt: soon,
    comment: "seen it",
  });
  expect(await findApproval(database.db, intentId)).toEqual(decided);
  expect(await listApprovals(database.db, [intentId, randomUUID()])).toEqual([decided]);
});

test("the requester is refused, by the database too", async () => {
  const intentId = await ask();
  await expect(
    decideApproval(database.db, intentId, approved({ decidedBy: requester.id })),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(
    database.asAdmin(
      "UPDATE ops.approval SET decision = 'approved', decided_by = requested_by, decided_at = now() WHERE intent_id = $1",
      [intentId],
    ),
  ).rejects.toThrow("approval_by_second_person");
  expect(await findApproval(database.db, intentId)).toMatchObject({ decision: null });
});

test("a decision without a person is refused by the database", async () => {
  const intentId = await ask();
  await expect(
    database.asOps("UPDATE ops.approval SET decision = 'approved', decided_at = now() WHERE intent_id = $1", [
      intentId,
    ]),
  ).rejects.toThrow("approval_decided_by_someone");
});

test.each([
  ["with another digest than what was asked", { digest: "digest-2" }, "STALE"],
  ["after it expired", { now: expiresAt }, "PRECONDITION_FAILED"],
] as const)("approving %s is refused and changes nothing", async (_name, fields, code) => {
  const intentId = await ask();
  await expect(decideApproval(database.db, intentId, approved(fields))).rejects.toMatchObject({ code });
  expect(await findApproval(database.db, intentId)).toMatchObject({ decision: null, decidedBy: null });
});

test("of an approval and rejections at once, one wins and the others are conflicts", async () => {
  const intentId = await ask();
  const people = await Promise.all(Array.from({ length: 8 }, () => addMember(database.db, "admin")));
  const results = await Promise.allSettled(
    people.map(({ id }, i) =>
      decideApproval(
        database.db,
        intentId,
        approved({ decidedBy: id, decision: i % 2 ? "rejected" : "approved" }),
      ),
    ),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
  }
});

test("approval is asked for once, and for an intent that exists", async () => {
  const intentId = await ask();
  const again = { intentId, requestedBy: requester.id, digest, requestedAt, expiresAt };
  await expect(requestApproval(database.db, again)).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(requestApproval(database.db, { ...again, intentId: randomUUID() })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  await expect(decideApproval(database.db, randomUUID(), approved())).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("the expired are closed once, and only the open ones are pending", async () => {
  await expireApprovals(database.db, expiresAt);
  const open = await ask();
  expect((await listPendingApprovals(database.db, soon)).map(({ intentId }) => intentId)).toEqual([open]);
  expect(await listPendingApprovals(database.db, expiresAt)).toEqual([]);

  const sweeps = await Promise.all([1, 2, 3].map(() => expireApprovals(database.db, expiresAt)));
  expect(sweeps.flat()).toEqual([{ intentId: open }]);
  expect(await findApproval(database.db, open)).toMatchObject({
    decision: "expired",
    decidedBy: null,
    decidedAt: expiresAt,
  });
  await expect(decideApproval(database.db, open, approved())).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
  });
});
