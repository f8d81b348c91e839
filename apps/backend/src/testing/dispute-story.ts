import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { createManualClock, type ManualClock } from "@horizon/lab";
import { createLettersProvider, type LettersProvider } from "@horizon/lab/providers/letters";
import { publicIdOf } from "../platform/ids.ts";
import { startDisputeService } from "../services/dispute/app.ts";
import type { DisputeContext } from "../services/dispute/context.ts";
import { parseDisputeEnv } from "../services/dispute/env.ts";
import type { ApiAnswer, ApiBody } from "./api-client.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

export interface DisputeCustomer {
  readonly standing: CustomerStanding;
  readonly id: string;
  readonly customerToken: string;
  readonly agentToken: string;
}

export interface DisputeStory {
  readonly service: TestService<DisputeContext>;
  readonly provider: LettersProvider;
  /** Moves business time and the provider's, and lets what falls due happen. */
  advanceTo(instant: string): Promise<void>;
  /** Delivers what the service left for itself; stops at what fails. @returns how many were taken and how many were not. */
  relay(): Promise<{ taken: number; failed: number }>;
  addCustomer(fields?: Partial<CustomerStanding>): Promise<DisputeCustomer>;
  /** An item of the customer, a draft unless it is attested. */
  addItem(customer: DisputeCustomer, fields?: Record<string, unknown>, attested?: boolean): Promise<ApiBody>;
  addRound(
    customer: DisputeCustomer,
    items: readonly ApiBody[],
    fields?: Record<string, unknown>,
  ): Promise<ApiAnswer>;
  /** A letter of the round, approved by the customer. */
  addApprovedLetter(customer: DisputeCustomer, round: ApiBody): Promise<ApiBody>;
  send(customer: DisputeCustomer, letter: ApiBody, channel?: string): Promise<ApiAnswer>;
  /** A round whose letter is delivered: the clock runs from the scan. */
  addDeliveredRound(
    customer: DisputeCustomer,
    fields?: Record<string, unknown>,
    itemFields?: Record<string, unknown>,
  ): Promise<ApiBody>;
  /** Notes an answer by mail about the first item of the round, of the day on which the letter was received. */
  stageAnswer(
    customer: DisputeCustomer,
    round: ApiBody,
    outcome: string,
    fields?: Record<string, unknown>,
  ): Promise<ApiAnswer>;
  confirmAnswer(customer: DisputeCustomer, staged: ApiAnswer): Promise<ApiAnswer>;
  read(customer: DisputeCustomer, path: string): Promise<ApiBody>;
  close(): Promise<void>;
}

/** A document as customers name it; dispute-service keeps the name alone. */
export const testDocument = `doc_${"d".repeat(32)}`;

const apiKey = "live_of_the_tests";
const webhookSecret = "webhook-secret-of-the-tests";
const startAt = "2026-11-30T15:00:00.000Z";
const hourMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** dispute-service on a real database, with the mail provider and customer-service over the wire, and one time for all. */
export async function startDisputeStory(env: Readonly<Record<string, string>> = {}): Promise<DisputeStory> {
  const labClock: ManualClock = createManualClock(Date.parse(startAt));
  const provider = createLettersProvider({ clock: labClock, apiKey, webhookSecret });
  const providerServer = createServer(provider.handle);
  await new Promise<void>((resolve) => providerServer.listen(0, "127.0.0.1", resolve));
  const { port } = providerServer.address() as AddressInfo;
  const service = await startTestService<DisputeContext>({
    name: "dispute-service",
    start: (settings, overrides) => startDisputeService(parseDisputeEnv(settings), overrides),
    env: {
      LETTER_PROVIDER_URL: `http://127.0.0.1:${port}/letters`,
      LETTER_PROVIDER_KEY: apiKey,
      LETTER_WEBHOOK_SECRET: webhookSecret,
      ...env,
    },
  });
  provider.setWebhookUrl(`${service.url}/v1/webhooks/mail`);
  service.clock.set(startAt);
  const { api } = service;

  function expectStatus(answer: ApiAnswer, status: number): ApiBody {
    if (answer.status !== status) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  const story: DisputeStory = {
    service,
    provider,
    async advanceTo(instant) {
      const target = Date.parse(instant);
      while (labClock.now() < target) {
        // In steps of an hour, so that events of the mail come in their order unless a fault is set.
        const step = Math.min(hourMs, target - labClock.now());
        labClock.advance(step);
        service.clock.set(new Date(labClock.now()).toISOString());
        await provider.settled();
      }
    },
    async relay() {
      let taken = 0;
      let failed = 0;
      for (;;) {
        const rows = await service.sql(
          `SELECT e.id, e.type, e.aggregate_id AS "aggregateId", e.data FROM dispute.outbox_delivery d
             JOIN dispute.outbox_event e ON e.id = d.event_id
            WHERE d.consumer = 'dispute-service' AND d.state = 'pending' ORDER BY d.seq`,
        );
        if (rows.length === 0) return { taken, failed };
        for (const row of rows) {
          const event = row as {
            id: string;
            type: string;
            aggregateId: string;
            data: Record<string, unknown>;
          };
          const { ok } = await service.deliver(event);
          if (!ok) {
            failed += 1;
            return { taken, failed };
          }
          taken += 1;
          await service.sql("UPDATE dispute.outbox_delivery SET state = 'delivered' WHERE event_id = $1", [
            event.id,
          ]);
        }
      }
    },
    async addCustomer(fields = {}) {
      const standing = service.standings.add(fields);
      const userId = standing.agent_user_id ?? randomUUID();
      return {
        standing,
        id: publicIdOf("cus", standing.customer_id),
        customerToken: await service.tokens.customer(standing.customer_id),
        agentToken: await service.tokens.staff("agent", { userId }),
      };
    },
    async addItem({ id, customerToken: token }, fields = {}, attested = true) {
      const body = {
        bureau: "EXP",
        element_kind: "tradeline",
        label: "Example Bank, account ending in 4321",
        ground: "balance_wrong",
        facts: ["I paid the account in full on 2024-03-01."],
        ...fields,
      };
      const path = `/v1/customers/${id}/dispute-items`;
      const item = expectStatus(await api("POST", path, { token, body }), 201);
      if (!attested) return item;
      const attestPath = `/v1/dispute-items/${item.id}/attest`;
      return expectStatus(await api("POST", attestPath, { token, body: { facts_are_true: true } }), 200);
    },
    addRound({ id, agentToken: token }, items, fields = {}) {
      const body = {
        recipient: { kind: "bureau", bureau: items[0]?.bureau ?? "EXP" },
        item_ids: items.map((item) => item.id),
        ...fields,
      };
      return api("POST", `/v1/customers/${id}/rounds`, { token, body });
    },
    async addApprovedLetter({ agentToken, customerToken }, round) {
      const rendered = await api("POST", `/v1/rounds/${round.id}/letters`, { token: agentToken, body: {} });
      const letter = expectStatus(rendered, 202);
      const path = `/v1/letters/${letter.id}/approve`;
      return expectStatus(await api("POST", path, { token: customerToken, ifMatch: letter.version }), 200);
    },
    send({ agentToken: token }, letter, channel = "certified") {
      return api("POST", `/v1/letters/${letter.id}/send`, { token, body: { channel } });
    },
    async addDeliveredRound(customer, fields = {}, itemFields = {}) {
      const item = await story.addItem(customer, itemFields);
      const round = expectStatus(await story.addRound(customer, [item], fields), 201);
      const letter = await story.addApprovedLetter(customer, round);
      expectStatus(await story.send(customer, letter), 202);
      await story.relay();
      await story.advanceTo(new Date(labClock.now() + 5 * dayMs).toISOString());
      await story.relay();
      return story.read(customer, `/v1/rounds/${round.id}`);
    },
    stageAnswer({ agentToken: token }, round, outcome, fields = {}) {
      const body = {
        source: "mail",
        received_on: round.received_on,
        document_id: testDocument,
        items: [{ item_id: round.items[0].item_id, outcome }],
        ...fields,
      };
      return api("POST", `/v1/rounds/${round.id}/responses`, { token, body });
    },
    confirmAnswer({ agentToken: token }, { body }) {
      return api("POST", `/v1/responses/${body.id}/confirm`, { token, ifMatch: 1 });
    },
    async read({ agentToken: token }, path) {
      return expectStatus(await api("GET", path, { token }), 200);
    },
    async close() {
      await service.close();
      providerServer.closeAllConnections();
      await new Promise<void>((resolve) => providerServer.close(() => resolve()));
    },
  };
  return story;
}
