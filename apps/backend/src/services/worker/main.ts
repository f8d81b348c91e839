import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startWorker } from "./app.ts";
import { parseWorkerEnv } from "./env.ts";

const env = parseWorkerEnv();
await runService(() => startWorker(env), createLogger("worker-service", { level: env.LOG_LEVEL }));
