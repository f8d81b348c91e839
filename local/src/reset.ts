import { existsSync, rmSync } from "node:fs";
import { dataPaths } from "./paths.ts";
import { takeStartLock } from "./start-lock.ts";

const { dataDir: _dataDir, lockFile, ...data } = dataPaths(process.env);
try {
  const release = takeStartLock(lockFile);
  const had = existsSync(data.postgres);
  // All of it: how staff sign in is of no use to a database that does not know them.
  for (const path of Object.values(data)) rmSync(path, { recursive: true, force: true });
  release();
  console.log(had ? "The data is gone; the next start begins anew." : "There was no data.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
