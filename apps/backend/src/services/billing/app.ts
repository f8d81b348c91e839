import type { ContextOverrides } from "../../platform/context.ts";
import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { billingConsumers } from "./consumers/consumers.ts";
import { type BillingContext, createBillingContext } from "./context.ts";
import type { BillingEnv } from "./env.ts";
import { billingJobs } from "./jobs/jobs.ts";
import { bookRoutes } from "./routes/books.ts";
import { guardRoutes } from "./routes/guard.ts";
import { invoiceLifeRoutes } from "./routes/invoice-life.ts";
import { invoiceQuestionRoutes } from "./routes/invoice-questions.ts";
import { invoiceRoutes } from "./routes/invoices.ts";
import { paymentMethodRoutes } from "./routes/payment-methods.ts";
import { paymentRoutes } from "./routes/payments.ts";
import { providerWebhookRoute } from "./routes/provider-webhook.ts";
import { statementRoutes } from "./routes/statements.ts";
import { subscriptionRoutes } from "./routes/subscriptions.ts";

/** Billing: only for what was fully performed, and only when the law lets us ask. */
export async function startBilling(
  env: BillingEnv,
  overrides: ContextOverrides = {},
): Promise<StartedService<BillingContext>> {
  return startServiceApp(await createBillingContext(env, overrides), {
    routes: [
      ...subscriptionRoutes,
      ...paymentMethodRoutes,
      ...invoiceRoutes,
      ...invoiceLifeRoutes,
      ...invoiceQuestionRoutes,
      ...paymentRoutes,
      ...statementRoutes,
      ...guardRoutes,
      ...bookRoutes,
      providerWebhookRoute,
    ],
    consumers: billingConsumers,
    jobs: billingJobs,
  });
}
