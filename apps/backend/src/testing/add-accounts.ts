import { createAuthContext } from "../services/auth/context.ts";
import { parseAuthEnv } from "../services/auth/env.ts";
import { createTestCustomer, type TestUser } from "./auth-users.ts";
import type { ServiceEnv } from "./backend-settings.ts";

/** Customers' accounts, written to the database that auth-service has by these settings. */
export async function addAccounts(authEnv: ServiceEnv, count: number): Promise<TestUser[]> {
  const context = await createAuthContext(parseAuthEnv(authEnv));
  try {
    return await Promise.all(Array.from({ length: count }, () => createTestCustomer(context)));
  } finally {
    await context.close();
  }
}
