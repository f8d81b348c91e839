import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Role, sessionCookieName, sessionMaxAgeMs } from "@horizon/contracts";
import { closeDb, createDb, createMemberSession, type Db, findMemberByEmail, seedMembers } from "@horizon/db";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import { createLogger } from "@horizon/logger";
import { encode } from "next-auth/jwt";
import { stringify } from "yaml";
import { parseEnv } from "../env.ts";
import { type RunningApi, startApi } from "../start-api.ts";
import { createOpsClient, type OpsClient } from "./ops-client.ts";
import { type ScriptedCluster, startScriptedCluster } from "./scripted-cluster.ts";

const consoleOrigin = "http://console.test";
const secret = "a-secret-for-tests-of-at-least-32-characters";

export interface TestOps {
  readonly api: RunningApi;
  readonly cluster: ScriptedCluster;
  readonly database: Pick<TestDatabase, "url" | "close">;
  /** A connection of the test's own, to look at what was stored. */
  readonly db: Db;
  /** Time as the server sees it may be moved forward. */
  advance(ms: number): void;
  /** Stops the api and starts another on the same data, as after a deploy. */
  restart(): Promise<void>;
  /** What the settings of another process on the same data are. */
  readonly variables: NodeJS.ProcessEnv;
  /** `port` is that of another process. */
  as(name: string, port?: () => number): Promise<OpsClient>;
  clientWith(cookie: string | null, origin?: string, port?: () => number): OpsClient;
  close(): Promise<void>;
}

export interface TestOpsOptions {
  /** Replaces the clusters file; `%s` stands for the path of a kubeconfig that works. */
  readonly clustersFile?: string;
  /** Takes the place of a database of its own. */
  readonly database?: Pick<TestDatabase, "url" | "close">;
  /** Puts something between the server and the database. */
  readonly databaseUrl?: (url: string) => string;
  /** Events of the cluster that the server keeps in memory. */
  readonly maxEvents?: number;
  /** Runs before the server starts: the cluster as the server finds it. */
  readonly prepare?: (cluster: ScriptedCluster) => void;
}

const people: { name: string; role: Role }[] = [
  { name: "vera", role: "viewer" },
  { name: "mona", role: "manager" },
  { name: "olive", role: "operator" },
  { name: "otto", role: "operator" },
  { name: "cole", role: "oncall" },
  { name: "ada", role: "admin" },
];

/** The real api process's parts on port 0, on PostgreSQL and a scripted cluster of its own. */
export async function startTestOps(options: TestOpsOptions = {}): Promise<TestOps> {
  const [database, cluster, directory] = await Promise.all([
    options.database ?? createTestDatabase(),
    startScriptedCluster(),
    mkdtemp(join(tmpdir(), "horizon-ops-")),
  ]);
  const clustersFile = await writeConfiguration(directory, cluster.url, options.clustersFile);
  const db = createDb(database.url, { poolMax: 2 });
  await seedMembers(
    db,
    people.map(({ name, role }) => ({ name, role, email: emailOf(name) })),
  );
  let aheadMs = 0;
  const variables = {
    NODE_ENV: "test" as const,
    PORT: "0",
    DATABASE_URL: options.databaseUrl?.(database.url) ?? database.url,
    NEXTAUTH_SECRET: secret,
    CONSOLE_ORIGIN: consoleOrigin,
    CLUSTERS_FILE: clustersFile,
    LOG_LEVEL: "silent",
    STREAMS_PER_MEMBER: "300",
  };
  const start = () =>
    startApi({
      env: parseEnv(variables),
      logger: createLogger("test", { level: "silent" }),
      now: () => new Date(Date.now() + aheadMs),
      cache: {
        probeIntervalMs: 500,
        reflector: { baseDelayMs: 50, maxDelayMs: 500 },
        maxEvents: options.maxEvents,
      },
    });
  options.prepare?.(cluster);
  let api = await start();
  const clientWith = (cookie: string | null, origin = consoleOrigin, port = () => api.port) =>
    createOpsClient(() => `http://127.0.0.1:${port()}`, cookie, origin);
  return {
    get api() {
      return api;
    },
    cluster,
    database,
    db,
    advance: (ms) => {
      aheadMs += ms;
    },
    async restart() {
      await api.stop();
      api = await start();
    },
    variables,
    async as(name, port) {
      const member = await findMemberByEmail(db, emailOf(name));
      if (!member) throw new Error(`no member ${name}`);
      const createdAt = new Date(Date.now() + aheadMs);
      const sid = await createMemberSession(db, {
        memberId: member.id,
        via: "oidc",
        clientAddress: "203.0.113.7",
        userAgent: "test",
        createdAt,
        expiresAt: new Date(createdAt.getTime() + sessionMaxAgeMs),
      });
      const token = await encode({ token: { sid, via: "oidc" }, secret });
      return clientWith(`${sessionCookieName(consoleOrigin)}=${token}`, consoleOrigin, port);
    },
    clientWith,
    async close() {
      await api.stop();
      await closeDb(db);
      await Promise.all([database.close(), cluster.close(), rm(directory, { recursive: true })]);
    },
  };
}

export function emailOf(name: string): string {
  return `${name}@example.com`;
}

async function writeConfiguration(directory: string, server: string, given?: string): Promise<string> {
  const kubeconfig = join(directory, "kubeconfig");
  await writeFile(kubeconfig, stringify(kubeconfigOf(server)));
  const environment = (id: string, tier: string, namespace: string) => ({
    id,
    title: id,
    cluster: "main",
    namespaces: [namespace],
    tier,
  });
  const clustersFile = join(directory, "clusters.yaml");
  const standard = stringify({
    clusters: [{ name: "main", region: "us-east-1", kubeconfig, context: "scripted" }],
    environments: [
      environment("production", "production", "shop"),
      environment("staging", "nonproduction", "shop-staging"),
    ],
  });
  await writeFile(clustersFile, given?.replaceAll("%s", kubeconfig) ?? standard);
  return clustersFile;
}

/** Its only context is "scripted". */
export function kubeconfigOf(server: string) {
  const context = "scripted";
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [{ name: context, cluster: { server } }],
    users: [{ name: context, user: { token: randomUUID() } }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  };
}
