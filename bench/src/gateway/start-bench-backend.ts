import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backendSettings } from "@horizon/backend/testing/settings";
import { type StandingServer, startStandingServer } from "@horizon/backend/testing/standings";
import { startTestTokens, type TestTokens, testIssuer } from "@horizon/backend/testing/tokens";
import { createTestDatabase, ownPorts, type TestDatabase } from "@horizon/db/embedded";
import { startProviders } from "@horizon/lab/providers/start";
import { type ServerProcess, startServerProcess } from "../server-process.ts";

const measured = ["api-gateway", "auth-service", "credit-service", "worker-service"] as const;
/** As in credit-service's rollout. */
const creditSizes = {
  NODE_OPTIONS: "--max-semi-space-size=4 --max-old-space-size=400",
  MALLOC_ARENA_MAX: "1",
} as const;
const backendMain = fileURLToPath(import.meta.resolve("@horizon/backend/main"));

export interface BenchBackend {
  readonly servers: Readonly<Record<(typeof measured)[number] | "peer" | "upstream", ServerProcess>>;
  readonly authEnv: Readonly<Record<string, string>>;
  readonly tokens: TestTokens;
  readonly standings: StandingServer;
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/**
 * The services, a peer of the gateway and what both stand before, each a process of its own, on one embedded PostgreSQL. Tokens, what
 * customer-service tells the services, and the lab's providers are this process's.
 */
export async function startBenchBackend(): Promise<BenchBackend> {
  const logsDir = await mkdtemp(join(tmpdir(), "horizon-bench-"));
  const database = await createTestDatabase();
  const [tokens, standings] = await Promise.all([startTestTokens(), startStandingServer()]);
  const [upstreamPort = 0, peerPort = 0] = await ownPorts(2);
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
  const settings = await backendSettings(database.serviceUrl, {
    LOG_LEVEL: "info",
    // As in production: answers are not checked against their schemas, no clock is asked, and hashing gives way.
    NODE_ENV: "production",
    BUSINESS_CLOCK_URL: "",
    HASH_NICENESS: "19",
    JWKS_URL: tokens.jwksUrl,
    TOKEN_ISSUER: testIssuer,
    CUSTOMER_URL: standings.url,
  });
  const providers = await startProviders(settings.providers);
  const started: ServerProcess[] = [];
  const start = async (name: string, script: string, env: Readonly<Record<string, string>>) => {
    const server = await startServerProcess({ name, script, env, logsDir });
    started.push(server);
    return server;
  };
  const own = (name: string) => fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url));
  async function stop(): Promise<void> {
    await Promise.all(started.map((server) => server.stop()));
    await Promise.all([providers.close(), tokens.close(), standings.close()]);
    await database.close();
    await rm(logsDir, { recursive: true });
  }
  try {
    const upstream = await start("upstream", own("upstream"), { PORT: `${upstreamPort}` });
    const peer = await start("peer", own("peer"), {
      PORT: `${peerPort}`,
      UPSTREAM_URL: upstreamUrl,
      JWKS_URL: tokens.jwksUrl,
      TOKEN_ISSUER: testIssuer,
    });
    const services = {} as Record<(typeof measured)[number], ServerProcess>;
    for (const name of measured) {
      services[name] = await start(name, backendMain, {
        ...settings.services[name],
        // What is timed at the gateway is customer-service's by its path.
        ...(name === "api-gateway" ? { CUSTOMER_URL: upstreamUrl } : {}),
        ...(name === "credit-service" ? creditSizes : {}),
      });
    }
    return {
      servers: { ...services, peer, upstream },
      authEnv: settings.services["auth-service"],
      tokens,
      standings,
      database,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
