import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import type { BillingEnv } from "./env.ts";
import type { PaymentProvider } from "./provider/payment-provider.ts";
import { createStripeProvider } from "./provider/stripe-provider.ts";

export interface BillingContext extends ServiceContext {
  readonly env: BillingEnv;
  readonly provider: PaymentProvider;
}

export async function createBillingContext(
  env: BillingEnv,
  overrides: ContextOverrides = {},
): Promise<BillingContext> {
  return {
    ...(await createServiceContext("billing-service", env, overrides)),
    env,
    provider: createStripeProvider(env),
  };
}
