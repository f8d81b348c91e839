import { randomUUID } from "node:crypto";
import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import type { WorkerEnv } from "./env.ts";

export interface WorkerContext extends ServiceContext {
  readonly env: WorkerEnv;
  /** Of this process; holds its leases. */
  readonly holder: string;
}

export async function createWorkerContext(
  env: WorkerEnv,
  overrides: ContextOverrides = {},
): Promise<WorkerContext> {
  return { ...(await createServiceContext("worker-service", env, overrides)), env, holder: randomUUID() };
}
