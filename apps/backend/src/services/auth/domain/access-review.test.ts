import { describe, expect, test } from "vitest";
import { type AccessSubject, digestAccess, listConcerns } from "./access-review.ts";

const now = new Date("2026-11-29T12:00:00Z");
const agent: AccessSubject = {
  id: "a",
  kind: "staff",
  role: "agent",
  scopes: [],
  isActive: true,
  hasSecondFactor: true,
  lastSignInAt: new Date("2026-11-28T12:00:00Z"),
  createdAt: new Date("2026-01-01T12:00:00Z"),
  allowedAddresses: [],
};
const client: AccessSubject = {
  ...agent,
  id: "c",
  kind: "client",
  role: null,
  scopes: ["billing:read", "webhooks:manage"],
  lastSignInAt: null,
  hasSecondFactor: false,
  allowedAddresses: ["192.0.2.0/24"],
};

describe("GLB-3 what a reviewer answers for", () => {
  test.each([
    ["an agent who works", agent, []],
    ["without a second factor", { ...agent, hasSecondFactor: false }, ["no_second_factor"]],
    ["thirty days away", { ...agent, lastSignInAt: new Date("2026-10-30T12:00:00Z") }, []],
    ["longer away", { ...agent, lastSignInAt: new Date("2026-10-30T11:59:59Z") }, ["dormant"]],
    ["never signed in, invited long ago", { ...agent, lastSignInAt: null }, ["dormant"]],
    ["never signed in, invited yesterday", { ...agent, lastSignInAt: null, createdAt: now }, []],
    ["an admin", { ...agent, role: "admin" }, ["admin"]],
    ["disabled", { ...agent, role: "admin", isActive: false, hasSecondFactor: false }, []],
    ["a client bound to addresses", client, []],
    ["a client from anywhere", { ...client, allowedAddresses: [] }, ["any_address"]],
  ])("%s", (_name, subject, concerns) => {
    expect(listConcerns(subject, now)).toEqual(concerns);
  });
});

describe("GLB-3 the digest of what was reviewed", () => {
  const digest = digestAccess([agent, client]);
  test.each([
    ["the order does not matter", [client, { ...agent, scopes: [] }], true],
    ["nor does the order of scopes", [agent, { ...client, scopes: [...client.scopes].reverse() }], true],
    ["nor who signed in", [{ ...agent, lastSignInAt: now }, client], true],
    ["a role does", [{ ...agent, role: "admin" }, client], false],
    ["a scope does", [agent, { ...client, scopes: ["billing:read"] }], false],
    ["somebody new does", [agent, client, { ...agent, id: "b" }], false],
    ["somebody disabled does", [{ ...agent, isActive: false }, client], false],
  ])("%s", (_name, subjects, same) => {
    expect(digestAccess(subjects) === digest).toBe(same);
  });
});
