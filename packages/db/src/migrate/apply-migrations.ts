import { AppError } from "@horizon/errors";
import type { DiagnoseMigrationHistoryOutput } from "@prisma/schema-engine-wasm";
import { Client } from "pg";
import { migrationsDir, readMigrationFolder } from "./migration-folder.ts";
import { withSchemaEngine } from "./schema-engine.ts";

export interface ApplyMigrationsOptions {
  /** Of a role that owns the schemas; `horizon_ops` has no DDL. */
  readonly url: string;
  /** Folder of migrations; the repository's when left out. */
  readonly dir?: string;
}

export interface AppliedMigrations {
  /** Names of what was applied now, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
}

/** Any number, the same for all who migrate. */
const advisoryLockKey = 7_190_046_353;
const noFilter = { externalTables: [], externalEnums: [] };

/**
 * Brings the database up to date, one migrator at a time. Applying twice does nothing the second time.
 *
 * @throws AppError PRECONDITION_FAILED when the database's history is not a prefix of ours: a migration failed half-way,
 * was edited after it was applied, or is not known here. UNAVAILABLE when the database cannot be reached. INTERNAL when
 * a migration fails.
 */
export async function applyMigrations({
  url,
  dir = migrationsDir,
}: ApplyMigrationsOptions): Promise<AppliedMigrations> {
  const migrationsList = await readMigrationFolder(dir);
  return withAdvisoryLock(url, () =>
    withSchemaEngine(url, async (engine) => {
      refuseForeignHistory(
        await engine.diagnoseMigrationHistory({
          migrationsList,
          optInToShadowDatabase: false,
          filters: noFilter,
        }),
      );
      const { appliedMigrationNames } = await engine
        .applyMigrations({ migrationsList, filters: noFilter })
        .catch((cause) => {
          throw migrationError(cause, dir);
        });
      return { applied: appliedMigrationNames };
    }),
  );
}

function refuseForeignHistory({
  failedMigrationNames,
  editedMigrationNames,
  history,
}: DiagnoseMigrationHistoryOutput) {
  if (failedMigrationNames.length > 0) {
    throw refusal("A migration failed half-way and must be repaired by hand", failedMigrationNames);
  }
  if (editedMigrationNames.length > 0) {
    throw refusal("Migrations were edited after they were applied", editedMigrationNames);
  }
  const unknown = history && "unpersistedMigrationNames" in history ? history.unpersistedMigrationNames : [];
  if (unknown.length > 0) {
    throw refusal("The database has migrations that this version does not know", unknown);
  }
}

function refusal(what: string, migrations: readonly string[]): AppError {
  return new AppError("PRECONDITION_FAILED", `${what}: ${migrations.join(", ")}.`, {
    details: { migrations },
  });
}

function migrationError(cause: unknown, dir: string): AppError {
  // The engine appends its own call stack, which starts with `   0: `.
  const reason = (cause instanceof Error ? cause.message : String(cause)).split("\n   0: ")[0];
  return new AppError("INTERNAL", `A migration in ${dir} failed. ${reason}`, { cause });
}

async function withAdvisoryLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
  } catch (cause) {
    throw new AppError("UNAVAILABLE", "The database to migrate cannot be reached.", { cause });
  }
  try {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLockKey]);
    return await work();
  } finally {
    // Ending the session releases the lock.
    await client.end();
  }
}
