import { createLogger, type Logger } from "@horizon/logger";
import { createTokenVerifier, type VerifyToken } from "../../platform/access-token.ts";
import { createServiceMetrics, type ServiceMetrics } from "../../platform/metrics.ts";
import { createServiceClients, type ServiceClients } from "../../platform/service-client.ts";
import type { Upstream as UpstreamName } from "./domain/route-table.ts";
import type { GatewayEnv } from "./env.ts";
import { createUpstream, type Upstream } from "./proxy/upstream.ts";
import { createRateLimits, type RateLimits } from "./rate-limits.ts";
import { followRevocations, type Revocations } from "./revocations.ts";

export interface GatewayContext {
  readonly env: GatewayEnv;
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
  readonly verifyToken: VerifyToken;
  readonly revocations: Revocations;
  readonly limits: RateLimits;
  readonly upstreams: Readonly<Record<UpstreamName, Upstream>>;
  readonly services: ServiceClients;
  close(): Promise<void>;
}

export type GatewayOverrides = Partial<Pick<GatewayContext, "logger">>;

export function createGatewayContext(env: GatewayEnv, overrides: GatewayOverrides = {}): GatewayContext {
  const logger = overrides.logger ?? createLogger("api-gateway", { level: env.LOG_LEVEL });
  const services = createServiceClients("api-gateway", env);
  const upstream = (service: UpstreamName, url: string) =>
    createUpstream({ service, url, concurrency: env.UPSTREAM_CONCURRENCY, resetMs: env.BREAKER_RESET_MS });
  const upstreams = {
    "auth-service": upstream("auth-service", env.AUTH_URL),
    "customer-service": upstream("customer-service", env.CUSTOMER_URL),
    "credit-service": upstream("credit-service", env.CREDIT_URL),
    "dispute-service": upstream("dispute-service", env.DISPUTE_URL),
    "billing-service": upstream("billing-service", env.BILLING_URL),
    "notification-service": upstream("notification-service", env.NOTIFICATION_URL),
  };
  const limits = createRateLimits(env, (error) => logger.warn({ err: error }, "Redis does not answer"));
  const revocations = followRevocations(services["auth-service"], logger);
  return {
    env,
    logger,
    metrics: createServiceMetrics("api-gateway"),
    verifyToken: createTokenVerifier({ jwks: env.JWKS_URL, issuer: env.TOKEN_ISSUER }),
    revocations,
    limits,
    upstreams,
    services,
    async close() {
      revocations.stop();
      limits.close();
      await Promise.all([services.close(), ...Object.values(upstreams).map((one) => one.close())]);
    },
  };
}
