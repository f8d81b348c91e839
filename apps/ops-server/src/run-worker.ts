import { createLogger } from "@horizon/logger";
import { parseEnv } from "./env.ts";
import { startWorker } from "./start-worker.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const env = parseEnv();
const logger = createLogger("ops-worker", { level: env.LOG_LEVEL });
const worker = await startWorker({ env, logger });
stopOnSignal(logger, () => worker.stop());
logger.info({ ready: true, port: worker.port }, "ops-worker works");
