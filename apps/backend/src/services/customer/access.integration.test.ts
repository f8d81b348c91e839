import { randomUUID } from "node:crypto";
import type { UserRole } from "@horizon/contracts/backend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import {
  type CustomerTest,
  pdfBytes,
  startCustomerTest,
  type TestCustomer,
} from "../../testing/start-customer-test.ts";
import { customerServiceRoutes } from "./app.ts";
import { consentTexts } from "./domain/consent-texts.ts";
import { currentDisclosure } from "./domain/disclosure.ts";

let service: CustomerTest;
let owner: TestCustomer;
let ids: Record<string, string>;
beforeAll(async () => {
  service = await startCustomerTest();
  owner = await service.addCustomer();
  const contract = await service.signed(owner);
  const document = await service.upload(owner, pdfBytes());
  const compliance = await service.tokens.staff("compliance");
  const verification = await service.api("POST", `${owner.path}/identity-verifications`, {
    token: owner.token,
    body: { document_ids: [document.body.id] },
  });
  const task = await service.api("POST", `${owner.path}/tasks`, {
    token: compliance,
    body: { title: "call back" },
  });
  const privacy = await service.api("POST", `${owner.path}/privacy-requests`, {
    token: owner.token,
    body: { kind: "access" },
  });
  const disclosure = await service.api("GET", `${owner.path}/disclosures/current`, { token: owner.token });
  const protection = await service.api("POST", `${owner.path}/protections`, {
    token: owner.token,
    body: aFreeze,
  });
  const challenge = await service.api("POST", `${owner.path}/esign-challenges`, { token: owner.token });
  ids = {
    customerId: owner.id,
    contractId: contract.body.id,
    documentId: document.body.id,
    verificationId: verification.body.id,
    taskId: task.body.id,
    privacyRequestId: privacy.body.id,
    disclosureId: disclosure.body.id,
    challengeId: challenge.body.id,
    protectionId: protection.body.id,
    kind: "esign",
  };
});
afterAll(() => service.close());

const hash = "0".repeat(64);
const someId = (prefix: string) => publicIdOf(prefix, randomUUID());
const { version, sha256: text_sha256 } = consentTexts.marketing_email;
const aFreeze = {
  kind: "freeze",
  bureau: "EXP",
  channel: "online",
  requested_on: "2026-11-23",
};
/** A body that each operation would take, so that it is the object and nothing else that decides. */
const bodies: Record<string, object> = {
  updateCustomer: { first_name: "Eve" },
  requestProtection: aFreeze,
  placeProtection: { placed_on: "2026-11-23" },
  endProtection: { ended_on: "2026-11-23" },
  assignAgent: { agent_user_id: null },
  setSsn: { ssn: "536-22-8145" },
  revealSsn: { reason: "bureau asked for it" },
  addAddress: { line1: "1 Main St", city: "Albany", state: "NY", postal_code: "12207" },
  grantConsent: { kind: "marketing_email", version, text_sha256 },
  createDocument: { kind: "supporting", content_type: "application/pdf", size_bytes: 10, sha256: hash },
  setLegalHold: { legal_hold: true, reason: "because" },
  requestIdentityVerification: { document_ids: [someId("doc")] },
  decideIdentityVerification: { decision: "verified", reason: "because" },
  acknowledgeDisclosure: { typed_name: "Eve", text_sha256: currentDisclosure.sha256 },
  createContract: { plan: "essential" },
  changeSaleChannel: { sale_channel: "phone", reason: "because" },
  signContract: { typed_name: "Eve", intent: true, terms_sha256: hash },
  cancelContract: {},
  voidContract: { rule: "CROA-1", reason: "because of that" },
  recordPaperDisclosure: { typed_name: "Eve", document_id: someId("doc") },
  recordPaperSignature: {
    typed_name: "Eve",
    signed_on: "2026-11-30",
    copies_given_on: "2026-11-30",
    document_id: someId("doc"),
  },
  suspendCustomer: { reason: "fraud" },
  completeCustomer: { reason: "all is done" },
  createPrivacyRequest: { kind: "access" },
  extendPrivacyRequest: { reason: "many documents" },
  movePrivacyRequest: { to: "identity_check", reason: "because" },
  createNote: { text: "note" },
  linkCustomers: { customer_id: someId("cus"), kind: "spouse" },
  createTask: { title: "task" },
};

async function callAsStranger(role: UserRole) {
  const answers: [operation: string, status: number, before: string][] = [];
  const token =
    role === "customer" ? await service.tokens.customer(randomUUID()) : await service.tokens.staff(role);
  for (const { access, path, method, operationId, body } of customerServiceRoutes) {
    if (access.kind !== "user" || !access.roles.includes(role) || !path.includes(":")) continue;
    if (body !== null && bodies[operationId] === undefined)
      throw new Error(`${operationId} has no body here`);
    const url = path.replace(/:(\w+)/g, (_match, name: string) => ids[name] ?? "missing");
    const answer = await service.api(method.toUpperCase(), url, {
      token,
      ifMatch: 1,
      ...(body === null ? {} : { body: bodies[operationId] }),
    });
    answers.push([operationId, answer.status, JSON.stringify(answer.body)]);
    expect(answer.etag).toBeNull();
  }
  return answers;
}

describe("API1 other people's things do not exist", () => {
  test.each(["customer", "agent"] as const)(
    "for a %s who is a stranger, on every route with an id",
    async (role) => {
      const before = await service.sql("SELECT count(*) FROM customer.outbox_event");
      const answers = await callAsStranger(role);
      expect(answers.length).toBeGreaterThan(20);
      expect(answers.filter(([, status]) => status !== 404)).toEqual([]);
      for (const [, , body] of answers) expect(body).not.toMatch(/Lovelace|Springfield|signed/);
      expect(await service.sql("SELECT count(*) FROM customer.outbox_event")).toEqual(before);
    },
  );

  test("the things of one customer are not found under another", async () => {
    const other = await service.addCustomer();
    const { token } = other;
    const cases: [string, string, object?][] = [
      ["GET", `${other.path}/disclosures/${ids.disclosureId}/pdf`],
      [
        "POST",
        `${other.path}/disclosures/${ids.disclosureId}/acknowledge`,
        { typed_name: "Eve", text_sha256: currentDisclosure.sha256 },
      ],
    ];
    for (const [method, path, body] of cases) {
      expect((await service.api(method, path, { token, body })).status).toBe(404);
    }
    // Ids inside of bodies as well.
    const use = await service.api("POST", `${other.path}/identity-verifications`, {
      token,
      body: { document_ids: [ids.documentId] },
    });
    expect(use).toMatchObject({ status: 422, body: { code: "identity.documents_missing" } });
  });

  test("a cursor of one list opens no other", async () => {
    const token = await service.tokens.staff("compliance");
    await service.addCustomer();
    const { body } = await service.api("GET", "/v1/customers?limit=1", { token });
    expect(body.has_more).toBe(true);
    const next = `/v1/customers?limit=1&cursor=${encodeURIComponent(body.next_cursor)}`;
    expect((await service.api("GET", next, { token })).status).toBe(200);
    expect((await service.api("GET", `${next}&status=active`, { token })).status).toBe(400);
    const documents = `${owner.path}/documents?cursor=${encodeURIComponent(body.next_cursor)}`;
    expect((await service.api("GET", documents, { token: owner.token })).status).toBe(400);
  });
});

describe("API3 nobody sets what is not theirs to set", () => {
  test.each([
    ["status", "active"],
    ["identity_verified", true],
    ["identityVerifiedAt", "2026-11-30T00:00:00Z"],
    ["agent_user_id", someId("usr")],
    ["id", someId("cus")],
    ["version", 9],
    ["legal_hold", false],
    ["ssn_encrypted", "v1.1.x"],
    ["__proto__", { role: "admin" }],
  ])("%s", async (member, value) => {
    const customer = await service.addCustomer();
    const { etag } = await service.api("GET", customer.path, { token: customer.token });
    const answer = await service.api("PATCH", customer.path, {
      token: customer.token,
      ifMatch: etag ?? 0,
      bytes: JSON.stringify({ first_name: "Eve" }).replace(
        "}",
        `,${JSON.stringify(member)}:${JSON.stringify(value)}}`,
      ),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(422);
    expect((await service.api("GET", customer.path, { token: customer.token })).body).toMatchObject({
      first_name: "Ada",
      status: "pending",
    });
  });

  test("what is the staff's is not in the customer's view", async () => {
    const own = await service.api("GET", owner.path, { token: owner.token });
    expect(own.body).not.toHaveProperty("suspended_reason");
    expect(own.body).not.toHaveProperty("legal_hold");
    const staff = await service.api("GET", owner.path, { token: await service.tokens.staff("compliance") });
    expect(staff.body).toHaveProperty("legal_hold", false);
  });
});

test("API5 a person becomes one customer, and nobody else's", async () => {
  const uuid = randomUUID();
  const token = await service.tokens.customer(uuid);
  const body = { first_name: "Grace", last_name: "Hopper" };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => service.api("POST", "/v1/customers", { token, body })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  for (const role of ["agent", "admin"] as const) {
    const staff = await service.tokens.staff(role);
    expect((await service.api("POST", "/v1/customers", { token: staff, body })).status).toBe(403);
  }
});

test("a page by page walk misses nothing and repeats nothing while customers are added", async () => {
  const token = await service.tokens.staff("compliance");
  const before = new Set(
    (await service.sql("SELECT id FROM customer.customers")).map(({ id }) => publicIdOf("cus", String(id))),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await service.api("GET", `/v1/customers?limit=2${query}`, { token });
    seen.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.next_cursor;
    if (seen.length < 6) await service.addCustomer();
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(seen.length);
  for (const id of before) expect(seen).toContain(id);
});
