import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startDisputeService } from "./app.ts";
import { parseDisputeEnv } from "./env.ts";

const env = parseDisputeEnv();
const logger = createLogger("dispute-service", { level: env.LOG_LEVEL });
await runService(() => startDisputeService(env, { logger }), logger);
