import { expect, test } from "vitest";
import type { UserPrincipal } from "./access-token.ts";
import { actorOf } from "./actor.ts";

const agent: UserPrincipal = {
  kind: "user",
  userId: "usr_1",
  sessionId: "s",
  role: "agent",
  customerId: null,
  scopes: new Set(),
  hasSecondFactor: true,
  steppedUpAt: null,
};

test.each([
  [agent, { actor: "usr_1", actorRole: "agent" }],
  [
    { kind: "client", tokenId: "t", clientId: "cli_1", scopes: new Set<string>() },
    { actor: "cli_1", actorRole: "client" },
  ],
  [
    { kind: "service", service: "worker-service" },
    { actor: "worker-service", actorRole: "service" },
  ],
  [null, { actor: "public", actorRole: "public" }],
] as const)("the audit names who asked: %j", (principal, named) => {
  const from = { clientAddress: "192.0.2.1", requestId: "req_1" };
  expect(actorOf({ principal, ...from })).toEqual({ ...named, ...from });
});
