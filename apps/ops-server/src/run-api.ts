import { createLogger } from "@horizon/logger";
import { parseEnv } from "./env.ts";
import { startApi } from "./start-api.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const env = parseEnv();
const logger = createLogger("ops-server", { level: env.LOG_LEVEL });
const api = await startApi({ env, logger });
stopOnSignal(logger, () => api.stop());
logger.info({ ready: true, port: api.port }, "ops-server listens");
