import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import { createObjectStore, type ObjectStore } from "../../platform/object-store.ts";
import type { CreditEnv } from "./env.ts";
import { createReportCipher, type ReportCipher } from "./report-cipher.ts";

export interface CreditContext extends ServiceContext {
  readonly env: CreditEnv;
  readonly objects: ObjectStore;
  readonly cipher: ReportCipher;
}

export async function createCreditContext(
  env: CreditEnv,
  overrides: ContextOverrides = {},
): Promise<CreditContext> {
  const base = await createServiceContext("credit-service", env, overrides);
  const objects = createObjectStore(env);
  return {
    ...base,
    env,
    objects,
    cipher: createReportCipher(env.REPORT_KEYRING),
    async close() {
      objects.close();
      await base.close();
    },
  };
}
