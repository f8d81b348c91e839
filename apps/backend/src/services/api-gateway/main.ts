import { createLogger } from "@horizon/logger";
import { runService } from "../../platform/run-service.ts";
import { startGateway } from "./app.ts";
import { parseGatewayEnv } from "./env.ts";

const env = parseGatewayEnv();
await runService(() => startGateway(env), createLogger("api-gateway", { level: env.LOG_LEVEL }));
