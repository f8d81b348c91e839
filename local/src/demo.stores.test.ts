import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BackendProcesses, createBackendProcesses } from "@horizon/backend/testing/processes";
import { backendSettings } from "@horizon/backend/testing/settings";
import {
  enableDatabaseTls,
  type Pooler,
  type RedisServer,
  startPooler,
  startRedis,
} from "@horizon/backend/testing/stores";
import { type ServiceWithData, serviceNames, serviceSchemas } from "@horizon/contracts/backend";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@horizon/db/embedded";
import { applyMigrations } from "@horizon/db/migrate";
import { type StartedProviders, startProviders } from "@horizon/lab/providers/start";
import { createServerCertificate } from "@horizon/lab/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ensureBackendStaff, type StaffAccess } from "./backend-staff.ts";
import { runDemo } from "./demo/run-demo.ts";

/** As in the cluster: each service behind its own PgBouncer, PostgreSQL and Redis over TLS alone. */
const poolers = new Map<string, Pooler>();
let folder: string;
let postgres: EmbeddedPostgres;
let tls: { close(): Promise<void> };
let redis: RedisServer;
let providers: StartedProviders;
let processes: BackendProcesses;
let gatewayUrl: string;
let providersUrl: string;
let staff: StaffAccess[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "horizon-stores-"));
  chmodSync(folder, 0o711);
  postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0, deleteWithParent: true });
  await applyMigrations({ url: postgres.adminUrl });
  const certificate = await createServerCertificate();
  tls = await enableDatabaseTls(postgres.adminUrl, certificate);
  for (const name of Object.keys(serviceSchemas) as ServiceWithData[]) {
    const schema = serviceSchemas[name];
    poolers.set(schema, await startPooler(name, postgres.serviceUrl(schema), certificate.caPem));
  }
  redis = await startRedis({ password: "of-the-test", certificate });
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, certificate.caPem);
  const settings = await backendSettings((schema) => poolers.get(schema)?.url ?? "", {
    LOG_LEVEL: "warn",
    REDIS_URL: redis.url,
    LISTEN_DATABASE_URL: poolers.get("worker")?.secret("listen-database-url") ?? "",
    NODE_EXTRA_CA_CERTS: caFile,
  });
  providers = await startProviders(settings.providers);
  processes = createBackendProcesses(settings.services);
  for (const name of serviceNames) processes.start(name);
  gatewayUrl = `http://127.0.0.1:${settings.ports["api-gateway"]}`;
  providersUrl = `http://127.0.0.1:${settings.ports.providers}`;
  for (const name of serviceNames) {
    await vi.waitFor(
      async () =>
        expect((await fetch(`http://127.0.0.1:${settings.ports[name]}/health/ready`)).status).toBe(200),
      { timeout: 60_000, interval: 100 },
    );
  }
  const staffFile = join(folder, "staff.json");
  await ensureBackendStaff(staffFile, {
    env: settings.services["auth-service"],
    password: "gravel moth lantern 41",
    signal: new AbortController().signal,
  });
  staff = JSON.parse(readFileSync(staffFile, "utf8"));
}, 400_000);
afterAll(async () => {
  await processes?.killAll();
  await Promise.all([
    providers?.close(),
    redis?.kill(),
    ...[...poolers.values()].map((pooler) => pooler.kill()),
  ]);
  await postgres?.stop();
  await tls?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a customer's whole way works behind poolers and with limits in Redis", async () => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const result = await runDemo({ gatewayUrl, providersUrl, staff, print });
  expect(result.item).toEqual({ state: "resolved", outcome: "deleted" });
  expect(result.invoice.state).toBe("paid");
  expect(lines.join("\n")).not.toMatch(/→ 5\d\d/);
  for (const [schema, pooler] of poolers)
    expect([schema, pooler.log()]).not.toEqual([schema, expect.stringContaining("pooler error")]);
}, 400_000);
