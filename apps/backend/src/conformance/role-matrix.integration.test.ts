import { type ApiScope, apiScopes, type UserRole, userRoles } from "@horizon/contracts/backend";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestBackend, type TestBackend } from "../testing/start-test-backend.ts";
import { listOperations, type Operation } from "./api-document.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { soundRequest } from "./sound-request.ts";

/** Who calls these has no account, or none yet, or shows something else than an access token. */
const open = {
  "to become a customer": ["createLead", "listConsentTexts", "listPlans", "register", "verifyEmail"],
  "to sign in, or back in": [
    "login",
    "challengeSecondFactor",
    "verifySecondFactor",
    "refreshToken",
    "forgetPassword",
    "resetPassword",
  ],
  "for API clients, who show a secret or an assertion": [
    "createClientToken",
    "introspectClientToken",
    "revokeClientToken",
  ],
  "for verifiers of tokens": ["getJwks", "getAuthorizationServer"],
  "for providers, who sign what they send": [
    "receiveEmailFeedback",
    "receiveMailWebhook",
    "receivePaymentEvent",
  ],
  "for readers of our e-mails, whose link is the key": ["showUnsubscribe", "unsubscribe"],
};

let backend: TestBackend;
let operations: Operation[];
let tokens: Record<UserRole, string>;
let clientTokens: Record<ApiScope, string>;
const random = createSeededRandom(7);

beforeAll(async () => {
  backend = await startTestBackend();
  // One after another: on a busy machine their hashes together keep a transaction waiting for longer than it may.
  const entries: [UserRole, string][] = [];
  for (const role of userRoles) entries.push([role, await (await backend.addUser(role)).token()]);
  tokens = Object.fromEntries(entries) as Record<UserRole, string>;
  const clients = apiScopes.map(async (scope) => [scope, await clientToken(scope)] as const);
  clientTokens = Object.fromEntries(await Promise.all(clients)) as Record<ApiScope, string>;
  operations = listOperations((await backend.api("GET", "/v1/openapi.json")).body);
});
afterAll(() => backend.close());

/** Of an API client that an admin made, with this scope alone. */
async function clientToken(scope: ApiScope): Promise<string> {
  const made = await backend.api("POST", "/v1/api-clients", {
    token: tokens.admin,
    body: { name: scope, scopes: [scope] },
  });
  const { client_id, client_secret } = made.body;
  const answer = await backend.api("POST", "/v1/oauth/token", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    bytes: new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret }).toString(),
  });
  return answer.body.access_token;
}

async function statusOf(operation: Operation, token: string | undefined): Promise<number> {
  const { path, headers, bytes } = soundRequest(operation, { random, ids: new Map() });
  const { status } = await backend.api(operation.method, path, {
    ...(token === undefined ? {} : { token }),
    idempotencyKey: null,
    headers,
    ...(bytes === undefined || bytes.length === 0 ? {} : { bytes }),
  });
  return status;
}

test("API5: routes that anybody may call are these, each for a reason", () => {
  const found = operations.filter((operation) => operation["x-roles"] === undefined);
  expect(found.map(({ operationId }) => operationId).sort()).toEqual(Object.values(open).flat().sort());
});

test("API2: no other route answers a caller without a token, with a broken one, or with a service's", async () => {
  const wrong: string[] = [];
  for (const operation of operations.filter((one) => one["x-roles"] !== undefined)) {
    for (const token of [undefined, "not.a.token", `${tokens.admin.slice(0, -4)}AAAA`]) {
      const status = await statusOf(operation, token);
      if (status !== 401)
        wrong.push(`${operation.operationId} with ${token?.slice(0, 12) ?? "no token"}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("API5, GLB-3: a role that a route does not name is refused by it, whatever it asks", async () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const operation of operations) {
    const allowed = operation["x-roles"];
    if (allowed === undefined) continue;
    for (const role of userRoles.filter((one) => !allowed.includes(one))) {
      const status = await statusOf(operation, tokens[role]);
      tried += 1;
      if (status !== 403 && status !== 404) wrong.push(`${operation.operationId} as ${role}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(300);
});

test("API5, GLB-3: an API client passes where its scope is named and nowhere else", async () => {
  const wrong: string[] = [];
  for (const scope of apiScopes) {
    for (const operation of operations.filter((one) => one["x-roles"] !== undefined)) {
      const status = await statusOf(operation, clientTokens[scope]);
      const isRefused = status === 401 || status === 403;
      if (isRefused === (operation["x-scope"] === scope))
        wrong.push(`${operation.operationId} with ${scope}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("every scope that an API client can have opens a route", () => {
  const named = new Set(operations.map((operation) => operation["x-scope"]));
  expect(apiScopes.filter((scope) => !named.has(scope))).toEqual([]);
});
