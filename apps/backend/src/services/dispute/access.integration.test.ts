import { randomUUID } from "node:crypto";
import { userRoles } from "@horizon/contracts/backend";
import { verifyAuditChain } from "@horizon/db/backend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import type { ApiBody } from "../../testing/api-client.ts";
import {
  type DisputeCustomer,
  type DisputeStory,
  startDisputeStory,
  testDocument,
} from "../../testing/dispute-story.ts";
import { prefixes } from "./ids.ts";
import { routes } from "./routes/routes.ts";

let story: DisputeStory;
let customer: DisputeCustomer;
let stranger: DisputeCustomer;
let things: Record<string, string>;
beforeAll(async () => {
  story = await startDisputeStory();
  customer = await story.addCustomer();
  stranger = await story.addCustomer();
  const item = await story.addItem(customer);
  const round = await story.addDeliveredRound(customer);
  const staged = await story.stageAnswer(customer, round, "verified");
  const [letter] = await story.service.sql("SELECT id FROM dispute.letter");
  const [template] = await story.service.sql("SELECT id FROM dispute.letter_template ORDER BY id LIMIT 1");
  const [task] = await story.service.sql(
    "INSERT INTO dispute.task (id, key, customer_id, kind) VALUES ($1, 'of the test', $2, 'mail_failed') RETURNING id",
    [randomUUID(), customer.standing.customer_id],
  );
  things = {
    taskId: publicIdOf(prefixes.task, String(task?.id)),
    customerId: customer.id,
    itemId: item.id,
    roundId: round.id,
    letterId: publicIdOf(prefixes.letter, String(letter?.id)),
    responseId: staged.body.id,
    templateId: publicIdOf(prefixes.template, String(template?.id)),
  };
});
afterAll(() => story.close());

/** Bodies that are valid, so that what is refused is refused for the caller's sake. */
const bodies: Readonly<Record<string, ApiBody>> = {
  createDisputeItem: {
    bureau: "EXP",
    element_kind: "tradeline",
    label: "Bank",
    ground: "balance_wrong",
    facts: ["It is wrong."],
  },
  updateDisputeItem: { label: "Other" },
  attestDisputeItem: { facts_are_true: true },
  requestNextRound: { strategy: "new_evidence", basis: "new_evidence" },
  closeDisputeItem: { reason: "duplicate" },
  createRound: {
    recipient: { kind: "bureau", bureau: "EXP" },
    item_ids: [`dit_${"1".repeat(32)}`],
  },
  updateRound: { state: "closed" },
  addSupplement: { document_ids: [testDocument], sent_on: "2026-11-30" },
  renderLetter: {},
  sendLetter: {},
  markLetterMailed: { mailed_on: "2026-11-30", proof_document_id: testDocument },
  recordResponse: {
    source: "mail",
    received_on: "2026-12-04",
    document_id: testDocument,
    items: [{ item_id: `dit_${"1".repeat(32)}`, outcome: "verified" }],
  },
  completeDisputeTask: { note: "Seen to" },
  openIdentityTheftCase: {},
  createLetterTemplate: { kind: "bureau_dispute", body: "Hello {{ customer.name }}" },
  updateLetterTemplate: { body: "Hello" },
};

const userRoutes = routes.flatMap((route) =>
  route.access.kind === "user" ? [{ ...route, access: route.access }] : [],
);
const ofCustomers = userRoutes.filter(({ path }) =>
  /:(customerId|itemId|roundId|letterId|responseId|taskId)/.test(path),
);

function call(route: (typeof userRoutes)[number], token: string | undefined, ids = things) {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? "");
  const body = bodies[route.operationId];
  return story.service.api(route.method.toUpperCase(), path, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
    ...(route.ifMatch ? { ifMatch: 1 } : {}),
  });
}

/** Everything that a stranger could have changed. */
const snapshot = async () =>
  JSON.stringify(
    await story.service.sql(
      `SELECT (SELECT jsonb_agg(i ORDER BY id) FROM dispute.item i) AS items,
              (SELECT jsonb_agg(r ORDER BY id) FROM dispute.round r) AS rounds,
              (SELECT jsonb_agg(l ORDER BY id) FROM dispute.letter l) AS letters,
              (SELECT jsonb_agg(p ORDER BY id) FROM dispute.response p) AS responses,
              (SELECT jsonb_agg(t ORDER BY id) FROM dispute.task t) AS tasks,
              (SELECT count(*) FROM dispute.outbox_event) AS events`,
    ),
  );

describe("API1 another customer's things are as unknown as things that do not exist", () => {
  test.each(ofCustomers.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s",
    async (_name, route) => {
      const before = await snapshot();
      const none = Object.fromEntries(
        Object.entries(things).map(([name, id]) => [name, publicIdOf(id.slice(0, 3), randomUUID())]),
      );
      const { roles } = route.access;
      const tokens = [
        ...(roles.includes("customer") ? [stranger.customerToken] : []),
        ...(roles.includes("agent") ? [stranger.agentToken] : []),
      ];
      for (const token of tokens) {
        const theirs = await call(route, token);
        const nobodys = await call(route, token, none);
        expect(theirs).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
        expect(nobodys).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
        expect(Object.keys(theirs.body).sort()).toEqual(Object.keys(nobodys.body).sort());
        expect(theirs.headers.etag).toBeUndefined();
      }
      expect(await snapshot()).toBe(before);
    },
  );

  test("nested: an item of another customer goes into no round and no packet", async () => {
    const { api } = story.service;
    const body = { recipient: { kind: "bureau", bureau: "EXP" }, item_ids: [things.itemId] };
    const round = await api("POST", `/v1/customers/${stranger.id}/rounds`, {
      token: stranger.agentToken,
      body,
    });
    expect(round).toMatchObject({ status: 404 });
    const packet = await api("POST", `/v1/customers/${stranger.id}/identity-theft-cases`, {
      token: stranger.customerToken,
      body: { item_ids: [things.itemId] },
    });
    expect(packet.status).toBe(404);
  });

  test("a cursor of one customer's list is no good for another's", async () => {
    await story.addItem(customer);
    const mine = await story.service.api("GET", `/v1/customers/${customer.id}/dispute-items?limit=1`, {
      token: customer.customerToken,
    });
    expect(mine.body.has_more).toBe(true);
    const cursor = encodeURIComponent(mine.body.next_cursor);
    const other = await story.service.api(
      "GET",
      `/v1/customers/${stranger.id}/dispute-items?limit=1&cursor=${cursor}`,
      { token: stranger.customerToken },
    );
    expect(other).toMatchObject({ status: 400, body: { code: "request.cursor_invalid" } });
  });
});

test("rounds of a customer are walked newest first, by state too, and another's are not among them", async () => {
  const { api } = story.service;
  const walker = await story.addCustomer();
  const made: string[] = [];
  for (const bureau of ["EXP", "EFX", "TUC"]) {
    const item = await story.addItem(walker, { bureau });
    made.unshift((await story.addRound(walker, [item])).body.id);
  }
  const path = `/v1/customers/${walker.id}/rounds`;
  const read = (query: string) => api("GET", `${path}?${query}`, { token: walker.customerToken });
  const first = await read("limit=2");
  expect(first.body.data.map(({ id }: ApiBody) => id)).toEqual(made.slice(0, 2));
  const cursor = encodeURIComponent(first.body.next_cursor);
  const rest = await read(`limit=2&cursor=${cursor}`);
  expect(rest.body).toMatchObject({ data: [{ id: made[2], state: "draft" }], has_more: false });
  expect((await read("state=mailed")).body.data).toEqual([]);
  expect((await read(`state=draft&cursor=${cursor}`)).body.code).toBe("request.cursor_invalid");
  expect((await read("state=nonsense")).status).toBe(422);
});

describe("API5 only the roles of a route come in", () => {
  test.each(userRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s",
    async (_name, route) => {
      const before = await snapshot();
      expect((await call(route, undefined)).status).toBe(401);
      for (const role of userRoles) {
        if (route.access.roles.includes(role)) continue;
        const token = role === "customer" ? customer.customerToken : await story.service.tokens.staff(role);
        expect((await call(route, token)).status, role).toBe(403);
      }
      expect((await call(route, await story.service.tokens.client("disputes:write"))).status).toBe(403);
      expect(await snapshot()).toBe(before);
    },
  );
});

describe("API3 what a caller may not set", () => {
  test.each(["state", "outcome", "attested_at", "rounds_count", "customer_id", "version", "created_by"])(
    "%s of an item",
    async (member) => {
      const answer = await story.service.api("POST", `/v1/customers/${customer.id}/dispute-items`, {
        token: customer.customerToken,
        body: { ...bodies.createDisputeItem, [member]: "attested" },
      });
      expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid" } });
    },
  );

  test.each(["mailed_on", "received_on", "last_day", "number"])("%s of a round", async (member) => {
    const answer = await story.service.api("POST", `/v1/customers/${customer.id}/rounds`, {
      token: customer.agentToken,
      body: { ...bodies.createRound, [member]: "2020-01-01" },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid" } });
  });
});

describe("lost updates", () => {
  test("a change of what was changed meanwhile is 412, and without a version 428", async () => {
    const item = await story.addItem(customer, {}, false);
    const path = `/v1/dispute-items/${item.id}`;
    const change = (label: string, ifMatch?: number) =>
      story.service.api("PATCH", path, {
        token: customer.customerToken,
        body: { label },
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
    const both = await Promise.all([change("First", 1), change("Second", 1)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await change("Third")).status).toBe(428);
    expect(await story.read(customer, path)).toMatchObject({ version: 2 });
  });
});

test("GLB-4 who reads a letter is written down, with the request", async () => {
  const answer = await story.service.api("GET", `/v1/letters/${things.letterId}`, {
    token: customer.agentToken,
  });
  const rows = await story.service.sql(
    "SELECT actor, actor_role, action, client_address FROM dispute.audit_event WHERE request_id = $1",
    [answer.headers["x-request-id"]],
  );
  expect(rows).toEqual([
    {
      actor: customer.standing.agent_user_id,
      actor_role: "agent",
      action: "letter.read",
      client_address: expect.stringContaining("127.0.0.1"),
    },
  ]);
});

test("every change left one link in an audit chain that holds", async () => {
  const { verified, brokenAt } = await verifyAuditChain(story.service.context.db, "dispute");
  expect(brokenAt).toBeNull();
  expect(verified).toBeGreaterThan(30);
});
