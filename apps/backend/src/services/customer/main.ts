import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startCustomer } from "./app.ts";
import { parseCustomerEnv } from "./env.ts";

const env = parseCustomerEnv();
await runService(() => startCustomer(env), createLogger("customer-service", { level: env.LOG_LEVEL }));
