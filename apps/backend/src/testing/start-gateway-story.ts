import { createLogger } from "@horizon/logger";
import { type StartedGateway, startGateway } from "../services/api-gateway/app.ts";
import { parseGatewayEnv } from "../services/api-gateway/env.ts";
import { type Api, createApi } from "./api-client.ts";
import { answerOk, startUpstream, type Upstream } from "./start-upstream.ts";
import { startTestTokens, type TestTokens, testIssuer } from "./test-tokens.ts";

export type TestGateway = StartedGateway & { readonly api: Api };

export interface GatewayStory {
  readonly tokens: TestTokens;
  /** Every service but auth-service, and credit-service, which is down. */
  readonly customers: Upstream;
  readonly auth: Upstream;
  /** What auth-service says was revoked. */
  revoked: { kind: string; value: string; expires_at: string }[];
  /** What the gateways logged. */
  readonly logLines: string[];
  /** Its limits are out of the way, unless the settings say otherwise. */
  addGateway(env?: Record<string, string>): Promise<TestGateway>;
  /** The services answer as at the start. */
  reset(): void;
  close(): Promise<void>;
}

/** Gateways in front of services that answer as a test says. */
export async function startGatewayStory(): Promise<GatewayStory> {
  const [tokens, customers, auth] = await Promise.all([startTestTokens(), startUpstream(), startUpstream()]);
  const running: StartedGateway[] = [];
  const logLines: string[] = [];
  const logger = createLogger("api-gateway", {
    level: "debug",
    destination: { write: (line) => void logLines.push(line) },
  });
  const story: GatewayStory = {
    tokens,
    customers,
    auth,
    revoked: [],
    logLines,
    async addGateway(env = {}) {
      const started = await startGateway(
        parseGatewayEnv({
          NODE_ENV: "test",
          HOST: "127.0.0.1",
          PORT: "0",
          SERVICE_TOKEN_SECRET: "service-token-secret-of-the-tests-only",
          TOKEN_ISSUER: testIssuer,
          JWKS_URL: tokens.jwksUrl,
          AUTH_URL: auth.url,
          CUSTOMER_URL: customers.url,
          CREDIT_URL: "http://127.0.0.1:9",
          DISPUTE_URL: customers.url,
          BILLING_URL: customers.url,
          NOTIFICATION_URL: customers.url,
          RATE_LIMIT_PRINCIPAL: "10000",
          RATE_LIMIT_ADDRESS: "10000",
          RATE_LIMIT_AUTH: "10000",
          ...env,
        }),
        { logger },
      );
      running.push(started);
      return { ...started, api: createApi(started.url) };
    },
    reset() {
      customers.answer = answerOk;
      customers.requests.length = 0;
      story.revoked = [];
      auth.answer = (req, res, body) => {
        if (!req.url?.startsWith("/internal/revocations")) return answerOk(req, res, body);
        res.end(JSON.stringify({ as_of: new Date().toISOString(), revocations: story.revoked }));
      };
    },
    async close() {
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all([tokens.close(), customers.close(), auth.close()]);
    },
  };
  return story;
}
