import { randomUUID } from "node:crypto";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { startProviderServer } from "@horizon/lab/providers";
import { createPaymentsProvider, type PaymentsProvider } from "@horizon/lab/providers/payments";
import { publicIdOf } from "../platform/ids.ts";
import { startBilling } from "../services/billing/app.ts";
import type { BillingContext } from "../services/billing/context.ts";
import { parseBillingEnv } from "../services/billing/env.ts";
import type { ApiAnswer, ApiBody, ApiCall } from "./api-client.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

export interface BilledCustomer {
  readonly standing: CustomerStanding;
  readonly id: string;
  readonly token: string;
}

export interface BillingStory {
  readonly service: TestService<BillingContext>;
  readonly provider: PaymentsProvider;
  readonly webhookSecret: string;
  /** Of a person of the role `billing`. */
  readonly token: string;
  addCustomer(contract?: Partial<NonNullable<CustomerStanding["contract"]>>): Promise<BilledCustomer>;
  /** Tells billing that a round was mailed for the customer. @returns the performance's UUID. */
  perform(customer: BilledCustomer, fields?: Record<string, unknown>): Promise<string>;
  bill(customer: BilledCustomer, call?: Partial<ApiCall>): Promise<ApiAnswer>;
  addCard(customer: BilledCustomer, card?: string): Promise<ApiAnswer>;
  /** An invoice that is due, for one performance. */
  addFinalizedInvoice(customer: BilledCustomer): Promise<{ readonly id: string; readonly etag: number }>;
  addPaidInvoice(
    customer: BilledCustomer,
  ): Promise<{ readonly invoiceId: string; readonly paymentId: string }>;
  readInvoice(id: string): Promise<ApiBody>;
  /** Delivers the wishes in the outbox, as worker-service would. */
  relay(type: string): Promise<void>;
  close(): Promise<void>;
}

const apiKey = "sk_test_1";

/** billing-service on a real database, with the payment provider and customer-service over the wire. */
export async function startBillingStory(): Promise<BillingStory> {
  const webhook = { url: "", secret: "whsec_test" };
  const provider = createPaymentsProvider({ apiKey, webhook });
  const providers = await startProviderServer({
    port: 0,
    mounts: { v1: provider.handleMounted("/v1") },
  });
  const service = await startTestService({
    name: "billing-service",
    start: (env, overrides) => startBilling(parseBillingEnv(env), overrides),
    env: {
      STRIPE_API_KEY: apiKey,
      STRIPE_WEBHOOK_SECRET: webhook.secret,
      STRIPE_API_URL: providers.url,
    },
  });
  webhook.url = `${service.url}/v1/webhooks/stripe`;
  const token = await service.tokens.staff("billing");

  const story: BillingStory = {
    service,
    provider,
    webhookSecret: webhook.secret,
    token,
    async addCustomer(contract = {}) {
      const standing = service.standings.add();
      if (standing.contract) {
        service.standings.set(standing.customer_id, { contract: { ...standing.contract, ...contract } });
      }
      return {
        standing,
        id: publicIdOf("cus", standing.customer_id),
        token: await service.tokens.customer(standing.customer_id),
      };
    },
    async perform({ standing }, fields = {}) {
      const performanceId = randomUUID();
      const line = standing.contract?.lines.find(({ kind }) => kind === "round_mailed");
      const result = await service.deliver({
        type: "service.performed.v1",
        aggregateId: performanceId,
        data: {
          customer_id: standing.customer_id,
          performance_id: performanceId,
          contract_id: standing.contract?.contract_id,
          line_id: line?.line_id,
          kind: "round_mailed",
          subject_id: randomUUID(),
          completed_at: "2026-11-20T12:00:00.000Z",
          ...fields,
        },
      });
      if (!result.ok) throw new Error(`the performance was not taken: ${result.error}`);
      return performanceId;
    },
    bill: ({ id }, call = {}) =>
      service.api("POST", "/v1/invoices", { token, body: { customer_id: id }, ...call }),
    addCard: ({ id, token: own }, card = "pm_card_visa") =>
      service.api("POST", `/v1/customers/${id}/payment-methods`, { token: own, body: { token: card } }),
    async addFinalizedInvoice(customer) {
      await story.perform(customer);
      const { body, etag } = await story.bill(customer);
      const done = await service.api("POST", `/v1/invoices/${body.id}/finalize`, {
        token,
        ifMatch: etag ?? 0,
      });
      if (done.status !== 200) throw new Error(`the invoice is not final: ${JSON.stringify(done.body)}`);
      return { id: body.id as string, etag: done.etag ?? 0 };
    },
    async addPaidInvoice(customer) {
      await story.addCard(customer);
      const invoice = await story.addFinalizedInvoice(customer);
      const { body: payment } = await service.api("POST", `/v1/invoices/${invoice.id}/charge`, { token });
      await story.relay("payment.requested.v1");
      return { invoiceId: invoice.id, paymentId: payment.id as string };
    },
    readInvoice: async (id) => (await service.api("GET", `/v1/invoices/${id}`, { token })).body,
    async relay(type) {
      const open = await service.sql(
        `SELECT e.id, e.aggregate_id, e.data FROM billing.outbox_event e JOIN billing.outbox_delivery d ON d.event_id = e.id
          WHERE d.state = 'pending' AND e.type = $1 ORDER BY e.seq`,
        [type],
      );
      for (const { id, aggregate_id, data } of open) {
        const result = await service.deliver({
          type,
          id: String(id),
          aggregateId: String(aggregate_id),
          data: data as Record<string, unknown>,
        });
        if (result.ok) {
          await service.sql("UPDATE billing.outbox_delivery SET state = 'delivered' WHERE event_id = $1", [
            id,
          ]);
        }
      }
    },
    async close() {
      await service.close();
      await providers.close();
    },
  };
  return story;
}
