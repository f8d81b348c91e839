import { join } from "node:path";
import { closeDb, createDb, seedMembers } from "@horizon/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@horizon/db/embedded";
import { applyMigrations } from "@horizon/db/migrate";
import type { DataPaths } from "./paths.ts";
import { people } from "./people.ts";
import type { Ports } from "./ports.ts";
import type { Progress } from "./progress.ts";
import type { StartedParts } from "./started-parts.ts";
import { writeWholeFile } from "./write-whole-file.ts";

interface DatabaseSurroundings {
  readonly ports: Ports;
  readonly paths: DataPaths;
  readonly progress: Progress;
  /** Called when the server has ended. */
  readonly onExit: (server: { name: string; logFile: string }, code: null) => void;
}

/** Starts PostgreSQL, and brings its tables and the people who sign in up to date. */
export async function startDatabase(
  { ports, paths, progress, onExit }: DatabaseSurroundings,
  parts: StartedParts,
): Promise<EmbeddedPostgres> {
  const postgres = await parts.start(
    "database",
    () =>
      progress.step("PostgreSQL", () =>
        startEmbeddedPostgres({ dataDir: paths.postgres, port: ports.postgres }),
      ),
    (server) => server.stop(),
  );
  const logFile = join(paths.postgres, "postgres.log");
  void postgres.exited.then(() => onExit({ name: "PostgreSQL", logFile }, null));
  writeWholeFile(paths.databaseUrlFile, postgres.url, 0o600);
  // Uses the database, so it belongs to what ends before it.
  await parts.start("services", () =>
    progress.step("Migrations and people", () => prepareDatabase(postgres)),
  );
  return postgres;
}

async function prepareDatabase(postgres: EmbeddedPostgres): Promise<void> {
  await applyMigrations({ url: postgres.adminUrl });
  const db = createDb(postgres.url, { poolMax: 2 });
  try {
    await seedMembers(db, people);
  } finally {
    await closeDb(db);
  }
}
