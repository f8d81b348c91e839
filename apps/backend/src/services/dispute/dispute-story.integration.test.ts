import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";
import { withoutRandom } from "../../testing/without-random.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

async function textOf(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
  return text.replace(/\s+/g, " ");
}

test("a dispute from the first note to the deletion, each step once and each told", async () => {
  const customer = await story.addCustomer();
  const { api } = story.service;
  const item = await story.addItem(customer);
  expect(item).toMatchObject({ state: "attested", bureau: "EXP" });

  const created = await story.addRound(customer, [item]);
  expect(created).toMatchObject({ status: 201, body: { state: "draft", number: 1, last_day: null } });
  const round = created.body;

  const rendered = await api("POST", `/v1/rounds/${round.id}/letters`, {
    token: customer.agentToken,
    body: {},
  });
  expect(rendered).toMatchObject({ status: 202, body: { state: "rendered", pages: 1 } });
  const letterPath = `/v1/letters/${rendered.body.id}`;
  const draft = await api("GET", `${letterPath}/pdf`, { token: customer.customerToken });
  expect(draft.headers["content-type"]).toBe("application/pdf");
  expect(await textOf(draft.bytes)).toMatch(/DRAFT.*NOT APPROVED/);

  const approved = await api("POST", `${letterPath}/approve`, {
    token: customer.customerToken,
    ifMatch: rendered.body.version,
  });
  expect(approved).toMatchObject({ status: 200, body: { state: "approved", approved_by: ["customer"] } });
  const pdf = await api("GET", `${letterPath}/pdf`, { token: customer.customerToken });
  expect(await textOf(pdf.bytes)).toContain("I paid the account in full on 2024-03-01.");

  expect(await story.send(customer, rendered.body)).toMatchObject({
    status: 202,
    body: { state: "send_requested" },
  });
  await story.relay();
  const sent = story.provider.letters().at(-1);
  expect(sent?.request.to.name).toBe("Experian");
  expect(sent?.request.extra_service).toBe("certified");
  expect(Buffer.compare(sent?.request.file ?? Buffer.alloc(0), pdf.bytes)).toBe(0);

  // Mailed on Tuesday, delivered on Friday 4 December at 10 in the morning UTC plus.
  await story.advanceTo("2026-12-05T15:00:00Z");
  await story.relay();
  expect(await story.read(customer, letterPath)).toMatchObject({
    state: "delivered",
    mailed_on: "2026-12-01",
    delivered_on: "2026-12-04",
    tracking_number: expect.stringMatching(/^9407/),
  });
  expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({
    state: "awaiting_result",
    received_on: "2026-12-04",
    received_estimated: false,
    last_day: "2027-01-02",
    overdue_from: "2027-01-03",
  });
  expect(await story.read(customer, `/v1/dispute-items/${item.id}`)).toMatchObject({
    state: "investigating",
  });

  await story.advanceTo("2026-12-20T15:00:00Z");
  const staged = await api("POST", `/v1/rounds/${round.id}/responses`, {
    token: customer.agentToken,
    body: {
      source: "mail",
      received_on: "2026-12-19",
      document_id: `doc_${"1".repeat(32)}`,
      items: [{ item_id: item.id, furnisher_code: "03" }],
    },
  });
  expect(staged).toMatchObject({ status: 201, body: { state: "staged" } });
  // Noted is not confirmed: nothing has changed.
  expect(await story.read(customer, `/v1/dispute-items/${item.id}`)).toMatchObject({
    state: "investigating",
  });
  const confirmed = await api("POST", `/v1/responses/${staged.body.id}/confirm`, {
    token: customer.agentToken,
    ifMatch: staged.body.version,
  });
  expect(confirmed).toMatchObject({ status: 200, body: { state: "confirmed" } });
  expect(await story.read(customer, `/v1/dispute-items/${item.id}`)).toMatchObject({
    state: "resolved",
    outcome: "deleted",
    outcome_on: "2026-12-19",
  });
  expect(await story.read(customer, `/v1/rounds/${round.id}`)).toMatchObject({ state: "closed" });

  const types = (await story.service.listEvents()).map(({ type }) => type);
  for (const expected of [
    "dispute_item.draft.v1",
    "dispute_item.attested.v1",
    "round.draft.v1",
    "letter.rendered.v1",
    "letter.approved.v1",
    "letter.accepted_by_mailer.v1",
    "letter.mailed.v1",
    "letter.in_transit.v1",
    "letter.delivered.v1",
    "round.awaiting_result.v1",
    "dispute_item.deleted.v1",
    "dispute_item.resolved.v1",
    "round.closed.v1",
  ]) {
    expect(
      types.filter((type) => type === expected),
      expected,
    ).toHaveLength(1);
  }
  const performed = await story.service.listEvents("service.performed.v1");
  expect(performed.map(({ data }) => data.kind)).toEqual(["round_mailed", "response_processed"]);
  const line = customer.standing.contract?.lines.find(({ kind }) => kind === "round_mailed");
  expect(performed[0]?.data).toMatchObject({
    customer_id: customer.standing.customer_id,
    contract_id: customer.standing.contract?.contract_id,
    line_id: line?.line_id,
  });
});

describe("SSN-2 what is written besides the letter", () => {
  test("holds no name, address or number of a person", async () => {
    const rows = await story.service.sql(
      `SELECT data::text AS text FROM dispute.outbox_event
        UNION ALL SELECT details::text || coalesce(reason, '') FROM dispute.audit_event
        UNION ALL SELECT coalesce(body::text, '') FROM dispute.idempotency_key WHERE operation NOT IN ('renderLetter', 'createDisputeItem', 'attestDisputeItem', 'sendLetter', 'createRound')`,
    );
    const written = rows.map(({ text }) => text).join("\n") + story.service.logLines.join("");
    expect(written.length).toBeGreaterThan(1_000);
    expect(withoutRandom(written)).not.toMatch(/Ada|Example Bank|Main St|6789|4321/);
  });
});
