import { addBusinessDays, addDays } from "@horizon/calendar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiBody } from "../../testing/api-client.ts";
import {
  type DisputeCustomer,
  type DisputeStory,
  startDisputeStory,
  testDocument,
} from "../../testing/dispute-story.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

describe("FCRA-10 an expedited deletion", () => {
  const answer = (customer: DisputeCustomer, round: ApiBody, body: object) =>
    story.service.api("POST", `/v1/rounds/${round.id}/responses`, { token: customer.agentToken, body });
  const expedited = (round: ApiBody) => [{ item_id: round.items[0].item_id, outcome: "deleted_expedited" }];

  test("that the agency told by telephone waits for its written confirmation, and is no answer to bill", async () => {
    const { api, clock } = story.service;
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer);
    clock.set(`${round.received_on}T22:00:00Z`);
    const told = { source: "phone", received_on: round.received_on, items: expedited(round) };
    const staged = await answer(customer, round, told);
    expect(staged.status).toBe(201);
    const confirmed = await api("POST", `/v1/responses/${staged.body.id}/confirm`, {
      token: customer.agentToken,
      ifMatch: staged.body.version,
    });
    expect(confirmed.status).toBe(200);
    const item = await story.read(customer, `/v1/dispute-items/${round.items[0].item_id}`);
    expect(item).toMatchObject({ state: "resolved", outcome: "deleted_expedited" });
    const performed = (await story.service.listEvents("service.performed.v1")).filter(
      ({ data }) => data.customer_id === customer.standing.customer_id,
    );
    expect(performed.map(({ data }) => data.kind)).toEqual(["round_mailed"]);

    const tasks = async () =>
      (await story.read(customer, "/v1/disputes/dashboard")).tasks.filter(
        ({ kind }: ApiBody) => kind === "expedited_confirmation",
      );
    const [task, ...others] = await tasks();
    expect(others).toEqual([]);
    expect(task.due_on).toBe(addBusinessDays(round.received_on, 5, "WIDE"));
    const complete = (body: object) =>
      api("POST", `/v1/dispute-tasks/${task.id}/complete`, { token: customer.agentToken, body });
    expect(await complete({ note: "They said so" })).toMatchObject({
      status: 422,
      body: { rule: "FCRA-10" },
    });
    const document_id = testDocument;
    expect((await complete({ note: "The letter came", document_id })).status).toBe(200);
    expect((await complete({ note: "The letter came", document_id })).body.code).toBe("task.done");
    expect(await tasks()).toEqual([]);
  });

  test("is not one that is heard of too late, or by telephone with another outcome; nothing is stored", async () => {
    const { clock } = story.service;
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer);
    const late = addDays(addBusinessDays(round.received_on, 8, "WIDE"), 1);
    clock.set(`${late}T22:00:00Z`);
    const told = { source: "phone", received_on: late, items: expedited(round) };
    expect(await answer(customer, round, told)).toMatchObject({
      status: 422,
      body: { code: "dispute.not_expedited", rule: "FCRA-10" },
    });
    const verified = [{ item_id: round.items[0].item_id, outcome: "verified" }];
    expect((await answer(customer, round, { ...told, items: verified })).status).toBe(422);
    expect(
      (await answer(customer, round, { ...told, items: expedited(round), document_id: null })).status,
    ).toBe(422);
    expect((await story.read(customer, `/v1/rounds/${round.id}`)).state).toBe("awaiting_result");
  });
});

describe("FCRA-15 a ban of a state on medical debt", () => {
  const ban = {
    element_kind: "collection",
    ground: "medical_state_ban",
    facts: ["This is a hospital bill."],
  };

  test("is claimed where there is one, and goes out after compliance approved", async () => {
    const { api, tokens } = story.service;
    const customer = await story.addCustomer({ state: "CO" });
    const item = await story.addItem(customer, ban);
    const round = await story.addRound(customer, [item]);
    const approvedByCustomer = await story.addApprovedLetter(customer, round.body);
    expect(approvedByCustomer.state).toBe("rendered");
    expect((await story.send(customer, approvedByCustomer)).body.code).toBe("state.invalid_transition");
    const approved = await api("POST", `/v1/letters/${approvedByCustomer.id}/approve`, {
      token: await tokens.staff("compliance"),
      ifMatch: approvedByCustomer.version,
    });
    expect(approved.body.state).toBe("approved");
    expect((await story.send(customer, approved.body)).status).toBe(202);
  });

  test("is not claimed elsewhere", async () => {
    const customer = await story.addCustomer({ state: "TX" });
    const answer = await story.service.api("POST", `/v1/customers/${customer.id}/dispute-items`, {
      token: customer.customerToken,
      body: { bureau: "EXP", label: "A hospital", ...ban },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "dispute.ground_not_allowed", rule: "FCRA-15" },
    });
  });
});
