// First: what is to be traced must not be loaded before.
import "@horizon/telemetry/start";
import { z } from "zod";
import { parseEnv } from "./platform/env.ts";

/** Eight services: `SERVICE` says which one this process is. */
const services = {
  "api-gateway": () => import("./services/api-gateway/main.ts"),
  "auth-service": () => import("./services/auth/main.ts"),
  "customer-service": () => import("./services/customer/main.ts"),
  "credit-service": () => import("./services/credit/main.ts"),
  "dispute-service": () => import("./services/dispute/main.ts"),
  "billing-service": () => import("./services/billing/main.ts"),
  "notification-service": () => import("./services/notification/main.ts"),
  "worker-service": () => import("./services/worker/main.ts"),
} as const;

const names = Object.keys(services) as (keyof typeof services)[];
const { SERVICE } = parseEnv({ SERVICE: z.enum(names) });
await services[SERVICE]();
