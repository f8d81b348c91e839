import { randomUUID } from "node:crypto";
import { chmod, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ServiceName, serviceNames } from "@horizon/contracts/backend";
import { type EmbeddedPostgres, makeThrowawayDirectory, startEmbeddedPostgres } from "@horizon/db/embedded";
import { applyMigrations } from "@horizon/db/migrate";
import { type StartedProviders, startProviders } from "@horizon/lab/providers/start";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Api, type ApiAnswer, createApi } from "../testing/api-client.ts";
import { type BackendProcesses, createBackendProcesses } from "../testing/backend-processes.ts";
import { type BackendSettings, backendSettings } from "../testing/backend-settings.ts";
import { startTestTokens, type TestTokens, testIssuer } from "../testing/test-tokens.ts";

/** A path that each answers with nobody's help but its database's. */
const probes = {
  "auth-service": "/.well-known/jwks.json",
  "customer-service": "/v1/plans",
  "credit-service": "/v1/bureaus",
  "dispute-service": "/v1/letter-templates",
  "billing-service": "/v1/ledger",
  "notification-service": "/v1/message-templates",
} as const;
type Probed = keyof typeof probes;
const probed = Object.keys(probes) as Probed[];
const within = (seconds: number) => ({ timeout: seconds * 1_000, interval: 100 });

let dataDir: string;
let postgres: EmbeddedPostgres;
let settings: BackendSettings;
let providers: StartedProviders;
let tokens: TestTokens;
let processes: BackendProcesses;
let api: Api;
let token: string;

beforeAll(async () => {
  dataDir = await makeThrowawayDirectory("horizon-recovery-");
  // The server runs as another user when root runs the tests.
  await chmod(dataDir, 0o711);
  postgres = await startEmbeddedPostgres({ dataDir, port: 0, deleteWithParent: true });
  await applyMigrations({ url: postgres.adminUrl });
  tokens = await startTestTokens();
  settings = await backendSettings(postgres.serviceUrl, {
    JWKS_URL: tokens.jwksUrl,
    TOKEN_ISSUER: testIssuer,
    LOG_LEVEL: "fatal",
    BREAKER_RESET_MS: "1000",
  });
  providers = await startProviders(settings.providers);
  processes = createBackendProcesses(settings.services);
  for (const name of serviceNames) processes.start(name);
  api = createApi(urlOf("api-gateway"));
  token = await tokens.staff("auditor");
  await vi.waitFor(() => expectAllReady(), within(120));
});
afterAll(async () => {
  await processes.killAll();
  await Promise.all([providers.close(), tokens.close(), postgres.stop()]);
  await rm(dataDir, { recursive: true, force: true });
});

const urlOf = (name: ServiceName) => `http://127.0.0.1:${settings.ports[name]}`;

async function expectAllReady(): Promise<void> {
  for (const name of serviceNames) {
    const { status, body } = await createApi(urlOf(name))("GET", "/health/ready");
    expect([name, status, body]).toMatchObject([name, 200, { status: "ready" }]);
  }
}

function probe(name: Probed): Promise<ApiAnswer> {
  return api("GET", probes[name], { token });
}

const isDown = {
  status: 503,
  headers: { "content-type": "application/problem+json", "retry-after": expect.any(String) },
  body: { code: "upstream.unavailable", status: 503 },
};

test.each(probed)(
  "%s killed: its paths are answered 503, the others go on, and restarted it serves again",
  async (name) => {
    expect((await probe(name)).status).toBe(200);
    await processes.kill(name);
    // Whatever it takes, an answer comes: the gateway's own timeout sees to it.
    expect(await probe(name)).toMatchObject(isDown);
    for (const other of probed.filter((one) => one !== name)) {
      expect([other, (await probe(other)).status]).toEqual([other, 200]);
    }
    processes.start(name);
    await vi.waitFor(async () => expect((await probe(name)).status).toBe(200), within(60));
  },
);

test.each(["api-gateway", "worker-service"] as const)(
  "%s killed and restarted: the services never noticed, and it serves again",
  async (name) => {
    await processes.kill(name);
    for (const other of serviceNames.filter((one) => one !== name)) {
      expect([other, (await createApi(urlOf(other))("GET", "/health/live")).status]).toEqual([other, 200]);
    }
    processes.start(name);
    await vi.waitFor(expectAllReady, within(60));
  },
);

const stopDatabase = {
  stopped: () => postgres.stop(),
  async killed() {
    const [pid] = (await readFile(join(dataDir, "pgdata", "postmaster.pid"), "utf8")).split("\n");
    process.kill(Number(pid), "SIGKILL");
    await postgres.exited;
  },
};

test.each(["stopped", "killed"] as const)(
  "PostgreSQL %s under a write load and started again: no acknowledged write is lost, and all serve again",
  async (how) => {
    const acknowledged: string[] = [];
    const refused: number[] = [];
    let writing = true;
    async function write(): Promise<void> {
      while (writing) {
        const email = `${randomUUID()}@customer.example`;
        const body = { first_name: "Ada", last_name: "Example", email, state: "IL" };
        const { status } = await api("POST", "/v1/leads", { body });
        if (status === 202) acknowledged.push(email);
        else refused.push(status);
      }
    }
    const writers = [write(), write(), write(), write()];
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(100), within(60));
    const { port } = postgres;
    await stopDatabase[how]();
    await vi.waitFor(() => expect(refused).toContain(503), within(60));
    postgres = await startEmbeddedPostgres({ dataDir, port, deleteWithParent: true });
    const before = acknowledged.length;
    await vi.waitFor(async () => {
      for (const name of probed) expect([name, (await probe(name)).status]).toEqual([name, 200]);
      await expectAllReady();
      expect(acknowledged.length).toBeGreaterThan(before + 20);
    }, within(60));
    writing = false;
    await Promise.all(writers);

    expect(refused.filter((status) => status !== 503)).toEqual([]);
    const client = new Client({ connectionString: postgres.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ email: string }>("SELECT email FROM customer.lead");
    await client.end();
    const kept = new Set(rows.map(({ email }) => email));
    expect(acknowledged.filter((email) => !kept.has(email))).toEqual([]);
  },
);
