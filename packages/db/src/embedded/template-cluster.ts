import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { applyMigrations } from "../migrate/index.ts";
import { migrationsDir } from "../migrate/migration-folder.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

/** Data of a test is worth nothing after a crash. */
export const fastSettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "32MB",
  max_wal_size: "256MB",
  autovacuum: "off",
  // Each process of a test run may have several services with a pool each.
  max_connections: "400",
};

const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/horizon-postgres", import.meta.url));
const run = promisify(execFile);

/**
 * A migrated data directory to copy, made once for each set of migrations unless another process did; of two that do so
 * at once, the first to end wins.
 */
export async function prepareTemplateCluster(): Promise<string> {
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
