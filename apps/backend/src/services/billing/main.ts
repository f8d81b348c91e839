import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startBilling } from "./app.ts";
import { parseBillingEnv } from "./env.ts";

const env = parseBillingEnv();
await runService(() => startBilling(env), createLogger("billing-service", { level: env.LOG_LEVEL }));
