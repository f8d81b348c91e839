import { closeDb, createDb, type Db } from "@horizon/db";
import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import { createObjectStore, type ObjectStore } from "../../platform/object-store.ts";
import type { CustomerEnv } from "./env.ts";
import { createKeyService } from "./kms/create-key-service.ts";
import { createDataKeyCache, type DataKeyCache } from "./kms/data-key-cache.ts";
import type { KeyService } from "./kms/key-service.ts";

export interface CustomerContext extends ServiceContext {
  readonly env: CustomerEnv;
  readonly keys: KeyService;
  readonly dataKeys: DataKeyCache;
  readonly objects: ObjectStore;
  /**
   * Connections of its own, for what must be kept although the request's transaction is rolled back. From the common pool a
   * request would wait for a second connection while it holds its first, and enough of them would wait for each other.
   */
  readonly attempts: Db;
  /** Printed in contracts. */
  readonly company: { readonly name: string; readonly address: string };
}

export type CustomerOverrides = ContextOverrides & Partial<Pick<CustomerContext, "keys" | "objects">>;

export async function createCustomerContext(
  env: CustomerEnv,
  overrides: CustomerOverrides = {},
): Promise<CustomerContext> {
  const base = await createServiceContext("customer-service", env, overrides);
  const keys = overrides.keys ?? createKeyService(env);
  const objects = overrides.objects ?? createObjectStore(env);
  const attempts = createDb(env.DATABASE_URL, {
    poolMax: 2,
    applicationName: "customer-service attempts",
    schema: "customer",
  });
  return {
    ...base,
    attempts,
    env,
    keys,
    dataKeys: createDataKeyCache(keys),
    objects,
    company: { name: env.COMPANY_NAME, address: env.COMPANY_ADDRESS },
    async close() {
      objects.close();
      await closeDb(attempts);
      await base.close();
    },
  };
}
