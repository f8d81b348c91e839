import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "@horizon/errors";
import type { MigrationList } from "@prisma/schema-engine-wasm";

/** The repository's migrations. */
export const migrationsDir = fileURLToPath(new URL("../../../../migrations", import.meta.url));

/** `YYYYMMDDHHMMSS_name`, as Prisma names them; they are applied in the order of their names. */
const folderName = /^\d{14}_[a-z0-9_]+$/;
const lockfileName = "migration_lock.toml";

/** Reads a folder of migrations as the schema engine wants it. */
export async function readMigrationFolder(baseDir: string): Promise<MigrationList> {
  try {
    const entries = await readdir(baseDir, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() && folderName.test(entry.name));
    return {
      baseDir,
      lockfile: { path: lockfileName, content: await readFile(join(baseDir, lockfileName), "utf8") },
      shadowDbInitScript: "",
      migrationDirectories: await Promise.all(
        names
          .map((entry) => entry.name)
          .sort()
          .map(async (path) => ({
            path,
            migrationFile: {
              path: "migration.sql",
              content: {
                tag: "ok" as const,
                value: await readFile(join(baseDir, path, "migration.sql"), "utf8"),
              },
            },
          })),
      ),
    };
  } catch (cause) {
    throw new AppError("INTERNAL", `The migrations in ${baseDir} cannot be read.`, { cause });
  }
}
