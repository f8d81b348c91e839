import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@horizon/db/embedded";
import { applyMigrations } from "@horizon/db/migrate";

export interface DurablePostgres extends EmbeddedPostgres {
  /** For what belongs to the run; gone when it stops. */
  readonly dir: string;
}

/** A migrated PostgreSQL that keeps its promises, unlike that of the tests: it syncs every commit and vacuums. */
export async function startDurablePostgres(): Promise<DurablePostgres> {
  const dir = await mkdtemp(join(tmpdir(), "horizon-bench-"));
  // The server runs as another user when root runs the bench.
  await chmod(dir, 0o711);
  const postgres = await startEmbeddedPostgres({
    dataDir: join(dir, "postgres"),
    port: 0,
    settings: { shared_buffers: "512MB", max_wal_size: "2GB" },
    deleteWithParent: true,
  });
  await applyMigrations({ url: postgres.adminUrl });
  return {
    ...postgres,
    dir,
    async stop() {
      await postgres.stop();
      await rm(dir, { recursive: true });
    },
  };
}
