import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DemoCustomer } from "./become-customer.ts";
import type { DemoResult, DemoStage } from "./demo-stage.ts";

const reportFile = join(import.meta.dirname, "three-bureau-report.json");

/** From a report to a paid invoice for what was done about it. */
export async function disputeFinding(
  stage: DemoStage,
  customer: DemoCustomer,
): Promise<Pick<DemoResult, "invoice" | "item">> {
  const finding = await importReport(stage, customer);
  const item = await attest(stage, customer, finding);
  const round = await mailRound(stage, customer, item);
  const resolved = await recordAnswer(stage, customer, { item, round });
  return { item: resolved, invoice: await payForIt(stage, customer) };
}

/** Grounds that need no evidence but the customer's word. */
const disputable = [
  "past_due_wrong",
  "balance_wrong",
  "status_wrong",
  "late_payment_wrong",
  "limit_wrong",
  "date_closed_wrong",
];

interface Finding {
  readonly id: string;
  readonly version: number;
  readonly rule: string;
  readonly bureau: string;
  readonly element_id: string;
  readonly suggested_ground: string;
}

async function importReport({ api }: DemoStage, { path, token }: DemoCustomer): Promise<Finding> {
  api.say("They upload their three-bureau report; it is read in the background and judged by rules.");
  const uploaded = await api.call("POST", `${path}/credit-reports?source=smartcredit`, {
    token,
    bytes: readFileSync(reportFile),
  });
  const report = `/v1/credit-reports/${uploaded.body.id}`;
  await api.poll(report, token, ({ body }) => body.state === "parsed");
  const { body } = await api.call("GET", `${report}/findings?limit=100`, { token });
  for (const { rule, bureau, suggested_ground } of body.data) {
    api.say(`    ${rule} at ${bureau ?? "several bureaus"}: ${suggested_ground ?? "to be looked at"}`);
  }
  const finding = body.data.find(
    (one: Finding) => one.bureau && one.element_id && disputable.includes(one.suggested_ground),
  );
  if (finding === undefined) throw new Error("The report has no finding to dispute.");
  await api.call("PATCH", `/v1/findings/${finding.id}`, {
    token,
    ifMatch: `"${finding.version}"`,
    body: { state: "confirmed" },
  });
  return finding;
}

async function attest(
  { api }: DemoStage,
  { path, token }: DemoCustomer,
  finding: Finding,
): Promise<{ id: string; bureau: string }> {
  api.say("What they confirmed becomes a dispute item, whose facts they attest (CROA-9).");
  const created = await api.call("POST", `${path}/dispute-items`, {
    token,
    body: {
      bureau: finding.bureau,
      element_kind: "tradeline",
      element_id: finding.element_id,
      finding_id: finding.id,
      label: "Example Bank, credit card",
      ground: finding.suggested_ground,
      facts: ["I have paid every month on time; nothing is past due."],
    },
  });
  await api.call("POST", `/v1/dispute-items/${created.body.id}/attest`, {
    token,
    body: { facts_are_true: true },
  });
  return { id: created.body.id, bureau: created.body.bureau };
}

async function mailRound(
  stage: DemoStage,
  { path, token }: DemoCustomer,
  item: { id: string; bureau: string },
): Promise<string> {
  const { api } = stage;
  api.say("The agent opens a round; the letter is written, approved by the customer, and mailed.");
  const agent = await stage.staff("agent");
  const round = await api.call("POST", `${path}/rounds`, {
    token: agent.token,
    body: { recipient: { kind: "bureau", bureau: item.bureau }, item_ids: [item.id] },
  });
  const rendered = await api.call("POST", `/v1/rounds/${round.body.id}/letters`, {
    token: agent.token,
    body: {},
  });
  const letter = `/v1/letters/${rendered.body.id}`;
  await api.call("GET", `${letter}/pdf`, { token });
  await api.call("POST", `${letter}/approve`, { token, ifMatch: `"${rendered.body.version}"` });
  await api.call("POST", `${letter}/send`, { token: agent.token, body: { channel: "certified" } });
  await api.poll(
    letter,
    agent.token,
    ({ body }) => body.state !== "approved" && body.state !== "send_requested",
  );
  for (let day = 0; day < 14; day += 1) {
    await stage.nextDay();
    const { body } = await api.call("GET", letter, { token: agent.token });
    if (body.state === "delivered") break;
  }
  await api.poll(letter, agent.token, ({ body }) => body.state === "delivered");
  const clock = await api.call("GET", `/v1/rounds/${round.body.id}/clock`, { token });
  api.say(
    `The bureau has it. Its investigation must be done by ${clock.body.last_day ?? "the last day"} (FCRA-1).`,
  );
  return round.body.id;
}

async function recordAnswer(
  stage: DemoStage,
  customer: DemoCustomer,
  { item, round }: { item: { id: string }; round: string },
): Promise<DemoResult["item"]> {
  const { api } = stage;
  api.say("The bureau answers that it deleted the item; the agent stages the answer and confirms it.");
  const agent = await stage.staff("agent");
  const path = `/v1/dispute-items/${item.id}`;
  await api.poll(path, agent.token, ({ body }) => body.state === "investigating");
  await stage.nextDay();
  const { body: clock } = await api.call("GET", `/v1/rounds/${round}`, { token: agent.token });
  const staged = await api.call("POST", `/v1/rounds/${round}/responses`, {
    token: agent.token,
    body: {
      source: "mail",
      received_on: clock.received_on,
      document_id: `doc_${"1".repeat(32)}`,
      items: [{ item_id: item.id, furnisher_code: "03" }],
    },
  });
  await api.call("POST", `/v1/responses/${staged.body.id}/confirm`, {
    token: agent.token,
    ifMatch: `"${staged.body.version}"`,
  });
  const resolved = await api.call("GET", path, { token: customer.token });
  return { state: resolved.body.state, outcome: resolved.body.outcome };
}

async function payForIt(stage: DemoStage, customer: DemoCustomer): Promise<DemoResult["invoice"]> {
  const { api } = stage;
  api.say("What was performed is billed the next night, and nothing else (CROA-8); the card is charged.");
  const list = `${customer.path}/invoices`;
  await stage.nextDay();
  const isPaid = (body: { data: { state: string }[] }) =>
    body.data.length > 0 && body.data.every(({ state }) => state === "paid");
  for (let day = 0; day < 3; day += 1) {
    const { body } = await api.call("GET", list, { token: customer.token });
    if (isPaid(body)) break;
    await stage.nextDay();
  }
  const { body } = await api.poll(list, customer.token, (answer) => isPaid(answer.body));
  for (const { lines } of body.data) {
    for (const line of lines) api.say(`    ${line.description} $${(line.amount.amount / 100).toFixed(2)}`);
  }
  await api.call("GET", `/v1/invoices/${body.data[0].id}/pdf`, { token: customer.token });
  await api.call("GET", `${customer.path}/timeline`, { token: customer.token });
  const amount = body.data.reduce(
    (sum: number, { total }: { total: { amount: number } }) => sum + total.amount,
    0,
  );
  return { state: "paid", total: { amount } };
}
