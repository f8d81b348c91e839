import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ServiceSchema } from "@horizon/contracts/backend";
import { Client, escapeIdentifier } from "pg";
import { applyMigrations } from "../migrate/index.ts";
import { migrationsDir } from "../migrate/migration-folder.ts";
import { databaseName } from "./database-roles.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";
import { makeThrowawayDirectory } from "./throwaway-directory.ts";

export interface TestDatabase {
  /** Connects as `horizon_ops`. */
  readonly url: string;
  /** Connects as the superuser. */
  readonly adminUrl: string;
  /** Connects as the role of a service of the backend. */
  readonly serviceUrl: (schema: ServiceSchema) => string;
  /** Ends the sessions of this application, as an operator may; returns how many there were. */
  cutSessions(applicationName: string): Promise<number>;
  /** Drops the database; the last one to close also stops the server. */
  close(): Promise<void>;
}

/** Data of a test is worth nothing after a crash. */
const fastSettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "32MB",
  max_wal_size: "256MB",
  autovacuum: "off",
};

const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/horizon-postgres", import.meta.url));
const run = promisify(execFile);

let server: Promise<EmbeddedPostgres> | undefined;
let databases = 0;

/**
 * A migrated database of one's own. One server for each process that asks, a copy of a data directory that is made
 * once for each set of migrations; the database is a copy of a template. Takes about half a second the first time in a
 * process, then about 50 ms.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  databases += 1;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  try {
    server ??= startTestServer();
    const { url, adminUrl, serviceUrl } = await server;
    await runAsAdmin(
      adminUrl,
      `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(databaseName)}`,
    );
    let closed = false;
    const close = async () => {
      if (closed) return;
      closed = true;
      await runAsAdmin(adminUrl, `DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
      await release();
    };
    return {
      url: withDatabase(url, name),
      adminUrl: withDatabase(adminUrl, name),
      serviceUrl: (schema) => withDatabase(serviceUrl(schema), name),
      async cutSessions(applicationName) {
        const { rowCount } = await runAsAdmin(
          adminUrl,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2",
          [name, applicationName],
        );
        return rowCount ?? 0;
      },
      close,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function release(): Promise<void> {
  databases -= 1;
  if (databases > 0 || server === undefined) return;
  const last = server;
  server = undefined;
  await (await last.catch(() => undefined))?.stop();
}

async function startTestServer(): Promise<EmbeddedPostgres> {
  const cached = await prepareCachedCluster();
  const dataDir = await makeThrowawayDirectory("horizon-postgres-");
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    // The server's user must get through the directory; its data stays closed to others.
    await run("chmod", ["711", dataDir]);
    // Keeps the owner, which is another user when root runs the tests.
    await run("cp", ["-Rp", `${cached}/.`, dataDir]);
    const started = await startEmbeddedPostgres({
      dataDir,
      port: 0,
      settings: fastSettings,
      deleteWithParent: true,
    });
    return { ...started, stop: () => started.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Makes the migrated data directory unless another process did; of two that do so at once, the first to end wins. */
async function prepareCachedCluster(): Promise<string> {
  const cached = join(cacheDir, await hashMigrations());
  if (
    await access(cached).then(
      () => true,
      () => false,
    )
  )
    return cached;

  await mkdir(cacheDir, { recursive: true });
  const unfinished = await mkdtemp(`${cached}-`);
  await run("chmod", ["711", unfinished]);
  try {
    const started = await startEmbeddedPostgres({ dataDir: unfinished, port: 0, settings: fastSettings });
    try {
      await applyMigrations({ url: started.adminUrl });
    } finally {
      await started.stop();
    }
    await rename(unfinished, cached).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return cached;
}

/** Also over the programs and settings: another version cannot read the data. */
async function hashMigrations(): Promise<string> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.getuid?.()}`);
  const own = await readFile(fileURLToPath(new URL("../../package.json", import.meta.url)));
  hash.update(own);
  for (const name of (await readdir(migrationsDir, { recursive: true })).sort()) {
    if (name.endsWith(".sql")) hash.update(name).update(await readFile(join(migrationsDir, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function runAsAdmin(adminUrl: string, statement: string, values: readonly string[] = []) {
  const client = new Client({ connectionString: withDatabase(adminUrl, "postgres") });
  await client.connect();
  try {
    return await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
