import type { IntentRow, SessionInfo } from "@horizon/contracts";
import { expect, test } from "vitest";
import { decisionRefusal } from "./decision-refusal";

const at = "2026-01-01T00:00:00Z";
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
  return { member, environments: [], permissions, globalPermissions: [], banner: null };
}
const permitted = { production: ["rollout.promoteFull" as const] };

test("another person with the permission may decide", () => {
  expect(decisionRefusal(intent, sessionOf("oscar", permitted))).toBeNull();
});

test("the requester may not", () => {
  expect(decisionRefusal(intent, sessionOf("olive", permitted))).toContain("yourself");
});

test.each<SessionInfo["permissions"]>([{}, { staging: permitted.production }])(
  "nor a person without the permission there (%j)",
  (permissions) => {
    expect(decisionRefusal(intent, sessionOf("vera", permissions))).toContain("role");
  },
);
