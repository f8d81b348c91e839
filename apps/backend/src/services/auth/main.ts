import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startAuth } from "./app.ts";
import { parseAuthEnv } from "./env.ts";

const env = parseAuthEnv();
await runService(() => startAuth(env), createLogger("auth-service", { level: env.LOG_LEVEL }));
