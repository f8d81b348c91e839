import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startCredit } from "./app.ts";
import { parseCreditEnv } from "./env.ts";

const env = parseCreditEnv();
await runService(() => startCredit(env), createLogger("credit-service", { level: env.LOG_LEVEL }));
