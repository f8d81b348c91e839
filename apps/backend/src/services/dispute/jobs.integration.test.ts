import { addDays } from "@horizon/calendar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";

let story: DisputeStory;
beforeAll(async () => {
  story = await startDisputeStory();
});
afterAll(() => story.close());

const remindersOf = async (round: { id: string }) => {
  const events = await story.service.listEvents("round.deadline_reminder.v1");
  return events
    .filter(({ data }) => String(data.round_id).replaceAll("-", "") === round.id.slice(-32))
    .map(({ data }) => data.kind);
};
const stateOf = async (customer: DisputeCustomer, round: { id: string }) =>
  (await story.read(customer, `/v1/rounds/${round.id}`)).state;

describe("the clock", () => {
  test("CAL-3 a period ends with the day where the customer is: in New York before Honolulu", async () => {
    const east = await story.addCustomer({ zone: "America/New_York" });
    const west = await story.addCustomer({ zone: "Pacific/Honolulu", state: "HI" });
    const [inNewYork, inHonolulu] = [
      await story.addDeliveredRound(east),
      await story.addDeliveredRound(west),
    ];
    const { clock, runJob } = story.service;
    const now = clock.now().toISOString();
    expect(inNewYork.overdue_from < inHonolulu.overdue_from).toBe(true);
    // Half past midnight in New York, evening of the day before in Honolulu.
    clock.set(`${inNewYork.overdue_from}T05:30:00Z`);
    await runJob("tick-dispute-clocks");
    expect(await stateOf(east, inNewYork)).toBe("overdue");
    expect(await stateOf(west, inHonolulu)).toBe("awaiting_result");
    clock.set(`${inHonolulu.overdue_from}T05:30:00Z`);
    await runJob("tick-dispute-clocks");
    expect(await stateOf(west, inHonolulu)).toBe("awaiting_result");
    clock.set(`${inHonolulu.overdue_from}T10:30:00Z`);
    await runJob("tick-dispute-clocks");
    expect(await stateOf(west, inHonolulu)).toBe("overdue");
    clock.set(now);
  });

  test("what is overdue can still be answered", async () => {
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer);
    const { api, clock, runJob } = story.service;
    const now = clock.now().toISOString();
    clock.set(`${round.overdue_from}T17:00:00Z`);
    await runJob("tick-dispute-clocks");
    const staged = await api("POST", `/v1/rounds/${round.id}/responses`, {
      token: customer.agentToken,
      body: {
        source: "mail",
        received_on: round.overdue_from,
        document_id: `doc_${"d".repeat(32)}`,
        items: [{ item_id: round.items[0].item_id, outcome: "updated" }],
      },
    });
    await api("POST", `/v1/responses/${staged.body.id}/confirm`, { token: customer.agentToken, ifMatch: 1 });
    expect(await stateOf(customer, round)).toBe("result_recorded");
    // The customer accepts the update: the item is resolved, the round closed.
    const path = `/v1/dispute-items/${round.items[0].item_id}`;
    const { version } = await story.read(customer, path);
    const call = { body: { reason: "accepted" }, ifMatch: version };
    expect((await api("POST", `${path}/close`, { ...call, token: customer.agentToken })).status).toBe(403);
    expect(await api("POST", `${path}/close`, { ...call, token: customer.customerToken })).toMatchObject({
      status: 200,
      body: { state: "resolved" },
    });
    expect(await stateOf(customer, round)).toBe("closed");
    clock.set(now);
  });
});

describe("reminders", () => {
  test("from eight in the morning where the customer is, once for each date, none missed for a day without a worker", async () => {
    const customer = await story.addCustomer({ zone: "America/Los_Angeles", state: "CA" });
    const round = await story.addDeliveredRound(customer);
    const { clock, runJob } = story.service;
    const now = clock.now().toISOString();
    const remind = () => runJob("remind-of-dispute-deadlines");

    const weekBefore = addDays(round.last_day, -7);
    clock.set(`${weekBefore}T15:30:00Z`); // half past seven
    await remind();
    expect(await remindersOf(round)).toEqual([]);
    clock.set(`${weekBefore}T16:30:00Z`);
    await remind();
    await remind();
    expect(await remindersOf(round)).toEqual(["due_in_7"]);
    // No worker on the very day two days before; the next one says it.
    clock.set(`${addDays(round.last_day, -1)}T17:00:00Z`);
    await remind();
    expect(await remindersOf(round)).toEqual(["due_in_7", "due_in_2"]);
    clock.set(`${round.last_day}T17:00:00Z`);
    await remind();
    expect(await remindersOf(round)).toEqual(["due_in_7", "due_in_2", "due_today", "result_due"]);
    clock.set(`${addDays(round.last_day, 20)}T17:00:00Z`);
    await remind();
    await remind();
    expect(await remindersOf(round)).toEqual(["due_in_7", "due_in_2", "due_today", "result_due", "overdue"]);
    clock.set(now);
  });
});

test("a job that is not known is 404, and only the worker runs jobs", async () => {
  await expect(story.service.runJob("no-such-job")).rejects.toThrow(/404/);
  const answer = await story.service.api("POST", "/internal/jobs/tick-dispute-clocks", {
    body: { run_key: "x" },
  });
  expect(answer.status).toBe(401);
});
