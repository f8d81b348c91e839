import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import type { DisputeEnv } from "./env.ts";
import { createMailer, type Mailer } from "./mailing/mailer.ts";

export interface DisputeContext extends ServiceContext {
  readonly env: DisputeEnv;
  readonly mailer: Mailer;
}

export async function createDisputeContext(
  env: DisputeEnv,
  overrides: ContextOverrides = {},
): Promise<DisputeContext> {
  const base = await createServiceContext("dispute-service", env, overrides);
  const mailer = createMailer({ url: env.LETTER_PROVIDER_URL, apiKey: env.LETTER_PROVIDER_KEY });
  return {
    ...base,
    env,
    mailer,
    async close() {
      await mailer.close();
      await base.close();
    },
  };
}
