import { createHmac, randomUUID } from "node:crypto";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { publicIdOf } from "../platform/ids.ts";
import { startBilling } from "../services/billing/app.ts";
import type { BillingContext } from "../services/billing/context.ts";
import { parseBillingEnv } from "../services/billing/env.ts";
import type { ApiAnswer } from "./api-client.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

/** One of each thing that billing keeps, of one customer. */
export interface Books {
  readonly standing: CustomerStanding;
  readonly customer: string;
  readonly token: string;
  readonly subscription: string;
  readonly performance: string;
  readonly invoice: string;
  readonly payment: string;
  readonly refund: string;
  readonly providerRef: string;
}

export interface BillingBooks {
  readonly service: TestService<BillingContext>;
  /** In states that go together: an invoice that was paid, and a refund on its way. */
  keep(): Promise<Books>;
  setState(
    table: "subscription" | "performance" | "invoice" | "payment" | "refund",
    id: string,
    state: string,
  ): Promise<void>;
  /** Everything that could have changed, of everybody. */
  snapshot(): Promise<string>;
  /** Sends an event as the payment provider does, signed. */
  tellProvider(type: string, object: object): Promise<ApiAnswer>;
}

const webhookSecret = "whsec_test";

/** billing-service with books that are written in its database; nobody listens where the payment provider would be. */
export async function startBillingBooks(): Promise<BillingBooks> {
  const service = await startTestService({
    name: "billing-service",
    start: (env, overrides) => startBilling(parseBillingEnv(env), overrides),
    // What is refused must not even ask the provider.
    env: {
      STRIPE_API_KEY: "sk_test_1",
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_URL: "http://127.0.0.1:9",
    },
  });
  return {
    service,
    keep: () => keepBooks(service),
    async setState(table, id, state) {
      await service.sql(
        `UPDATE billing.${table} SET state = $1::text::billing.${table}_state WHERE id = $2`,
        [state, id],
      );
    },
    snapshot: () => snapshotBooks(service),
    tellProvider(type, object) {
      const payload = JSON.stringify({ id: `evt_${randomUUID()}`, object: "event", type, data: { object } });
      const at = Math.floor(Date.now() / 1_000);
      const signature = createHmac("sha256", webhookSecret).update(`${at}.${payload}`).digest("hex");
      return service.api("POST", "/v1/webhooks/stripe", {
        bytes: payload,
        headers: { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` },
      });
    },
  };
}

async function keepBooks(service: TestService<BillingContext>): Promise<Books> {
  const standing = service.standings.add();
  const { customer_id, contract } = standing;
  const line = contract?.lines.find(({ kind }) => kind === "round_mailed");
  const ids = {
    subscription: randomUUID(),
    performance: randomUUID(),
    invoice: randomUUID(),
    method: randomUUID(),
    payment: randomUUID(),
    refund: randomUUID(),
  };
  const providerRef = `pi_${randomUUID()}`;
  const contractId = contract?.contract_id;
  const insert = (sql: string, values: unknown[]) => service.sql(`INSERT INTO billing.${sql}`, values);
  await insert(
    "subscription (id, customer_id, contract_id, mode, state) VALUES ($1, $2, $3, 'per_performance', 'active')",
    [ids.subscription, customer_id, contractId],
  );
  await insert(
    "performance (id, customer_id, contract_id, line_id, kind, subject_id, completed_at, state) VALUES ($1, $2, $3, $4, 'round_mailed', $5, '2026-11-20', 'paid')",
    [ids.performance, customer_id, contractId, line?.line_id, randomUUID()],
  );
  await insert(
    "invoice (id, customer_id, contract_id, state, total_cents, updated_at) VALUES ($1, $2, $3, 'paid', 5900, now())",
    [ids.invoice, customer_id, contractId],
  );
  await insert(
    "invoice_line (id, invoice_id, performance_id, description, amount_cents) VALUES ($1, $2, $3, 'A round', 5900)",
    [randomUUID(), ids.invoice, ids.performance],
  );
  await insert(
    "payment_method (id, customer_id, payer_ref, provider_ref, brand, last4, exp_month, exp_year) VALUES ($1, $2, 'cus_1', $3, 'visa', '4242', 1, 2030)",
    [ids.method, customer_id, `pm_${ids.method}`],
  );
  await insert(
    "payment (id, invoice_id, payment_method_id, attempt, amount_cents, state, provider_ref, updated_at) VALUES ($1, $2, $3, 1, 5900, 'succeeded', $4, now())",
    [ids.payment, ids.invoice, ids.method, providerRef],
  );
  await insert(
    "refund (id, payment_id, amount_cents, reason, state) VALUES ($1, $2, 100, 'Goodwill', 'created')",
    [ids.refund, ids.payment],
  );
  const token = await service.tokens.customer(customer_id);
  return { standing, customer: publicIdOf("cus", customer_id), token, providerRef, ...ids };
}

const snapshotBooks = async (service: TestService<BillingContext>) =>
  JSON.stringify(
    await service.sql(
      `SELECT (SELECT jsonb_agg(s ORDER BY id) FROM billing.subscription s) AS subscriptions,
              (SELECT jsonb_agg(p ORDER BY id) FROM billing.performance p) AS performances,
              (SELECT jsonb_agg(i ORDER BY id) FROM billing.invoice i) AS invoices,
              (SELECT jsonb_agg(p ORDER BY id) FROM billing.payment p) AS payments,
              (SELECT jsonb_agg(r ORDER BY id) FROM billing.refund r) AS refunds,
              (SELECT jsonb_agg(l ORDER BY id) FROM billing.ledger_entry l) AS ledger,
              (SELECT count(*) FROM billing.outbox_event) AS events,
              (SELECT count(*) FROM billing.audit_event) AS audits`,
    ),
  );
