import type { IntentRow, SessionInfo } from "@horizon/contracts";
import { expect, test } from "vitest";
import { decisionRefusal } from "./decision-refusal";

const at = "2026-01-01T00:00:00Z";
const before = Date.parse(at) - 1;
const intent = {
  action: "rollout.promoteFull",
  environment: "production",
  approval: {
    digest: "d",
    requestedById: "olive",
    expiresAt: at,
    decidedBy: null,
    decision: null,
    decidedAt: null,
    comment: "",
  },
} as unknown as IntentRow;

function sessionOf(id: string, permissions: SessionInfo["permissions"]): SessionInfo {
  const member = { id, name: id, email: `${id}@horizon.test`, role: "operator" as const };
  return { member, environments: [], permissions, globalPermissions: [], via: "one-click", banner: null };
}
const permitted = { production: ["rollout.promoteFull" as const] };

test("another person with the permission may decide", () => {
  expect(decisionRefusal(intent, sessionOf("oscar", permitted), before)).toBeNull();
});

test("the requester may not", () => {
  expect(decisionRefusal(intent, sessionOf("olive", permitted), before)).toContain("yourself");
});

test("nobody may once it has expired", () => {
  expect(decisionRefusal(intent, sessionOf("oscar", permitted), before + 1)).toContain("expired");
});

test.each<SessionInfo["permissions"]>([{}, { staging: permitted.production }])(
  "nor a person without the permission there (%j)",
  (permissions) => {
    expect(decisionRefusal(intent, sessionOf("vera", permissions), before)).toContain("role");
  },
);
