import { randomUUID } from "node:crypto";
import { addDays } from "@horizon/calendar";
import { closeDb, createDb } from "@horizon/db";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";
import { startTcpRelay } from "../../testing/start-tcp-relay.ts";
import { eachDueRound } from "./jobs/each-due-round.ts";

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

  test("a round that cannot be moved, or is where nobody knows the day, holds up no other; and two clocks at once move each once", async () => {
    const [stuck, lost, free, other] = await Promise.all(
      [1, 2, 3, 4].map(async () => story.addDeliveredRound(await story.addCustomer())),
    );
    const { clock, runJob, sql, listEvents } = story.service;
    const now = clock.now().toISOString();
    const uuidOf = (round: { id: string }) => round.id.slice(-32);
    await sql(`
      CREATE FUNCTION dispute.refuse_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$;
      CREATE TRIGGER refuse_for_test BEFORE UPDATE ON dispute.round FOR EACH ROW
        WHEN (NEW.id = '${uuidOf(stuck)}' AND NEW.state = 'overdue') EXECUTE FUNCTION dispute.refuse_for_test()`);
    const [{ zone } = {}] = await sql("SELECT zone FROM dispute.round WHERE id = $1", [uuidOf(lost)]);
    await sql("UPDATE dispute.round SET zone = 'Mars/Olympus_Mons' WHERE id = $1", [uuidOf(lost)]);
    clock.set(`${free.overdue_from}T17:00:00Z`);
    await Promise.all([runJob("tick-dispute-clocks"), runJob("tick-dispute-clocks")]);
    const statesOf = async () => {
      const ids = [stuck, lost, free, other].map(uuidOf);
      const rows = await sql(
        "SELECT state FROM dispute.round JOIN unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) USING (id) ORDER BY place",
        [ids],
      );
      return rows.map(({ state }) => state);
    };
    expect(await statesOf()).toEqual(["awaiting_result", "awaiting_result", "overdue", "overdue"]);
    await sql("DROP TRIGGER refuse_for_test ON dispute.round; DROP FUNCTION dispute.refuse_for_test()");
    await sql("UPDATE dispute.round SET zone = $2 WHERE id = $1", [uuidOf(lost), zone]);
    await runJob("tick-dispute-clocks");
    expect(await statesOf()).toEqual(["overdue", "overdue", "overdue", "overdue"]);
    const told = (await listEvents("round.overdue.v1")).map(({ aggregateId }) =>
      aggregateId.replaceAll("-", ""),
    );
    for (const round of [stuck, lost, free, other])
      expect(told.filter((id) => id === uuidOf(round))).toHaveLength(1);
    clock.set(now);
  });

  test("while the database is away a run ends, and does not fail for each round in turn", async () => {
    const { context, database, logLines } = story.service;
    const url = new URL(database.serviceUrl("dispute"));
    const network = await startTcpRelay(Number(url.port));
    url.port = `${network.port}`;
    const db = createDb(url.href, { poolMax: 1, applicationName: "test", schema: "dispute" });
    onTestFinished(() => closeDb(db));
    const before = logLines.length;
    const ids = Array.from({ length: 120 }, () => randomUUID());
    const run = eachDueRound(
      { ...context, db },
      { states: ["mailed"], now: context.clock.now() },
      async () => {
        await network.cut();
        return ids;
      },
      async () => 0,
    );
    await expect(run).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(logLines.slice(before).filter((line) => line.includes("a due round failed"))).toEqual([]);
  });

  test("what is overdue can still be answered", async () => {
    const customer = await story.addCustomer();
    const round = await story.addDeliveredRound(customer);
    const { api, clock, runJob } = story.service;
    const now = clock.now().toISOString();
    clock.set(`${round.overdue_from}T17:00:00Z`);
    await runJob("tick-dispute-clocks");
    const received = { received_on: round.overdue_from };
    await story.confirmAnswer(customer, await story.stageAnswer(customer, round, "updated", received));
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
