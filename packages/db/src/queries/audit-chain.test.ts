import { expect, test } from "vitest";
import { type AuditChainRow, chainStart, followChain, hashAuditRow } from "./audit-chain.ts";

function row(fields: Partial<AuditChainRow> = {}): AuditChainRow {
  const unhashed = {
    seq: "1",
    at: "2026-11-24T10:00:00.000Z",
    actorId: null,
    actorName: "Ada",
    actorRole: "admin",
    action: "rollout.promote",
    environment: "production",
    target: "Rollout horizon-production/api-gateway",
    reason: "looks good",
    outcome: "observed",
    intentId: null,
    seen: null,
    details: "{}",
    clientAddress: "203.0.113.7",
    prevHash: chainStart.hash,
    hash: "",
  };
  const given = { ...unhashed, ...fields };
  return { ...given, hash: fields.hash ?? hashAuditRow(given) };
}

test("rows that follow each other make a chain", () => {
  const first = row();
  const link = followChain(chainStart, first);
  expect(link).toEqual({ seq: 1, hash: first.hash });
  expect(link && followChain(link, row({ seq: "2", prevHash: first.hash }))).toMatchObject({ seq: 2 });
});

const fieldNames = (Object.keys(row()) as (keyof AuditChainRow)[]).filter((name) => name !== "hash");
test.each(fieldNames)("a changed %s breaks the chain", (name) => {
  const original = row();
  expect(followChain(chainStart, { ...original, [name]: "9" })).toBeNull();
});

test("a row that is missing breaks the chain", () => {
  expect(followChain(chainStart, row({ seq: "2" }))).toBeNull();
});

test("text cannot move from one field to the next", () => {
  expect(hashAuditRow(row({ actorName: "ab", actorRole: "c" }))).not.toBe(
    hashAuditRow(row({ actorName: "a", actorRole: "bc" })),
  );
});

test("null is not the empty text", () => {
  expect(hashAuditRow(row({ environment: null }))).not.toBe(hashAuditRow(row({ environment: "" })));
});
