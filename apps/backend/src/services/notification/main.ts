import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startNotification } from "./app.ts";
import { parseNotificationEnv } from "./env.ts";

const env = parseNotificationEnv();
await runService(
  () => startNotification(env),
  createLogger("notification-service", { level: env.LOG_LEVEL }),
);
