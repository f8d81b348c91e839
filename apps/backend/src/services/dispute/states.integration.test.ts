import { disputeItemStates, letterStates, roundStates } from "@horizon/contracts/backend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiAnswer, ApiBody } from "../../testing/api-client.ts";
import {
  type DisputeCustomer,
  type DisputeStory,
  startDisputeStory,
  testDocument,
} from "../../testing/dispute-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";
import { itemMachine, letterMachine } from "./machines.ts";

let story: DisputeStory;
let customer: DisputeCustomer;
let item: ApiBody;
let round: ApiBody;
let letter: ApiBody;
beforeAll(async () => {
  story = await startDisputeStory();
  customer = await story.addCustomer();
  item = await story.addItem(customer);
  round = (await story.addRound(customer, [await story.addItem(customer)])).body;
  letter = await story.addApprovedLetter(customer, round);
});
afterAll(() => story.close());

/** Puts a row into a state by force, tries an operation, and gives back what the database holds afterwards. */
async function attempt(
  table: "item" | "round" | "letter",
  id: string,
  state: string,
  operate: () => Promise<ApiAnswer>,
): Promise<{ answer: ApiAnswer; unchanged: boolean }> {
  const all = () =>
    story.service.sql(
      `SELECT (SELECT jsonb_agg(i ORDER BY id) FROM dispute.item i) AS items,
              (SELECT jsonb_agg(r ORDER BY id) FROM dispute.round r) AS rounds,
              (SELECT jsonb_agg(l ORDER BY id) FROM dispute.letter l) AS letters,
              (SELECT count(*) FROM dispute.outbox_event) AS events,
              (SELECT count(*) FROM dispute.audit_event) AS audits`,
    );
  await story.service.sql(`UPDATE dispute.${table} SET state = $1 WHERE id = $2`, [state, uuidOf(id)]);
  const before = await all();
  const answer = await operate();
  const unchanged = JSON.stringify(await all()) === JSON.stringify(before);
  return { answer, unchanged };
}

/** Not through the API, which would write down that the letter was read. */
async function letterVersion(): Promise<number> {
  const [row] = await story.service.sql("SELECT version FROM dispute.letter WHERE id = $1", [
    uuidOf(letter.id),
  ]);
  return Number(row?.version);
}

const versionOf = async (path: string) => (await story.read(customer, path)).version;

describe("an item in each state refuses what its table does not list, and nothing changes", () => {
  const operations = [
    {
      name: "attest",
      to: "attested",
      call: (path: string) => ({
        token: customer.customerToken,
        path: `${path}/attest`,
        body: { facts_are_true: true },
      }),
    },
    {
      name: "withdraw",
      to: "withdrawn",
      call: (path: string) => ({ token: customer.agentToken, path: `${path}/withdraw` }),
    },
    {
      name: "close",
      to: "closed",
      call: (path: string) => ({
        token: customer.agentToken,
        path: `${path}/close`,
        body: { reason: "duplicate" },
      }),
      ifMatch: true,
    },
    {
      name: "accept",
      to: "resolved",
      call: (path: string) => ({
        token: customer.customerToken,
        path: `${path}/close`,
        body: { reason: "accepted" },
      }),
      ifMatch: true,
    },
    {
      name: "next round",
      to: "next_round",
      call: (path: string) => ({
        token: customer.agentToken,
        path: `${path}/next-round`,
        body: { strategy: "new_evidence", basis: "new_ground", ground: "status_wrong" },
      }),
    },
  ] as const;
  const refused = operations.flatMap((operation) =>
    disputeItemStates
      .filter((state) => !itemMachine.allows(state, operation.to))
      .map((state) => [operation.name, state, operation] as const),
  );

  test.each(refused)("%s while %s", async (_name, state, operation) => {
    const path = `/v1/dispute-items/${item.id}`;
    const { path: url, token, ...rest } = { body: undefined, ...operation.call(path) };
    const { answer, unchanged } = await attempt("item", item.id, state, async () =>
      story.service.api("POST", url, {
        token,
        ...(rest.body ? { body: rest.body } : {}),
        ...("ifMatch" in operation ? { ifMatch: await versionOf(path) } : {}),
      }),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
    expect(unchanged).toBe(true);
  });

  test.each(disputeItemStates.filter((state) => state !== "draft"))("change while %s", async (state) => {
    const path = `/v1/dispute-items/${item.id}`;
    const { answer, unchanged } = await attempt("item", item.id, state, async () =>
      story.service.api("PATCH", path, {
        token: customer.agentToken,
        body: { label: "Another bank" },
        ifMatch: await versionOf(path),
      }),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
    expect(unchanged).toBe(true);
  });

  test.each(disputeItemStates.filter((state) => state !== "attested"))("a round while %s", async (state) => {
    const { answer, unchanged } = await attempt("item", item.id, state, () =>
      story.addRound(customer, [item]),
    );
    expect(answer.status).toBe(409);
    expect(["dispute.item_not_attested", "dispute.round_open"]).toContain(answer.body.code);
    expect(unchanged).toBe(true);
  });
});

describe("a letter in each state refuses what its table does not list, and nothing changes", () => {
  const operations = [
    { name: "approve", to: "approved", token: () => customer.customerToken, path: "approve", ifMatch: true },
    { name: "send", to: "send_requested", token: () => customer.agentToken, path: "send", body: {} },
    { name: "cancel", to: "cancelled", token: () => customer.agentToken, path: "cancel" },
  ] as const;
  const refused = operations.flatMap((operation) =>
    letterStates
      .filter((state) => !letterMachine.allows(state, operation.to))
      .map((state) => [operation.name, state, operation] as const),
  );

  test.each(refused)("%s while %s", async (_name, state, operation) => {
    const path = `/v1/letters/${letter.id}`;
    const { answer, unchanged } = await attempt("letter", letter.id, state, async () =>
      story.service.api("POST", `${path}/${operation.path}`, {
        token: operation.token(),
        ...("body" in operation ? { body: operation.body } : {}),
        ...("ifMatch" in operation ? { ifMatch: await letterVersion() } : {}),
      }),
    );
    expect(answer.status).toBe(409);
    expect(["state.invalid_transition", "letter.in_mail"]).toContain(answer.body.code);
    expect(unchanged).toBe(true);
  });

  test.each(letterStates.filter((state) => state !== "approved" && state !== "send_requested"))(
    "mark as mailed while %s",
    async (state) => {
      const { answer, unchanged } = await attempt("letter", letter.id, state, () =>
        story.service.api("POST", `/v1/letters/${letter.id}/mark-mailed`, {
          token: customer.agentToken,
          body: { mailed_on: "2026-11-30", proof_document_id: testDocument },
        }),
      );
      expect(answer).toMatchObject({ status: 409 });
      expect(unchanged).toBe(true);
    },
  );
});

describe("a round in each state refuses what does not fit it, and nothing changes", () => {
  test.each(roundStates.filter((state) => state !== "draft"))("another letter while %s", async (state) => {
    const { answer, unchanged } = await attempt("round", round.id, state, () =>
      story.service.api("POST", `/v1/rounds/${round.id}/letters`, { token: customer.agentToken, body: {} }),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
    expect(unchanged).toBe(true);
  });

  test.each(roundStates.filter((state) => state !== "draft"))("given up while %s", async (state) => {
    const { answer, unchanged } = await attempt("round", round.id, state, async () =>
      story.service.api("PATCH", `/v1/rounds/${round.id}`, {
        token: customer.agentToken,
        ifMatch: await versionOf(`/v1/rounds/${round.id}`),
        body: { state: "closed" },
      }),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "dispute.round_not_draft" } });
    expect(unchanged).toBe(true);
  });

  const answered = new Set(["mailed", "awaiting_result", "extended", "result_partial", "overdue"]);
  test.each(roundStates.filter((state) => !answered.has(state)))("an answer while %s", async (state) => {
    const { answer, unchanged } = await attempt("round", round.id, state, () =>
      story.stageAnswer(customer, round, "verified", { received_on: "2026-11-30" }),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "response.not_expected" } });
    expect(unchanged).toBe(true);
  });

  const supplemented = new Set(["awaiting_result", "extended"]);
  test.each(roundStates.filter((state) => !supplemented.has(state)))(
    "a supplement while %s",
    async (state) => {
      const { answer, unchanged } = await attempt("round", round.id, state, () =>
        story.service.api("POST", `/v1/rounds/${round.id}/supplements`, {
          token: customer.agentToken,
          body: { document_ids: [testDocument], sent_on: "2026-11-30" },
        }),
      );
      expect(answer).toMatchObject({ status: 409, body: { code: "state.invalid_transition" } });
      expect(unchanged).toBe(true);
    },
  );
});
