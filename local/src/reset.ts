import { existsSync, rmSync } from "node:fs";
import { dataPaths } from "./paths.ts";
import { takeStartLock } from "./start-lock.ts";

const paths = dataPaths(process.env);
try {
  const release = takeStartLock(paths.lockFile);
  const had = existsSync(paths.postgres);
  for (const path of [
    paths.postgres,
    paths.lab,
    paths.logs,
    paths.clustersFile,
    paths.secretFile,
    paths.databaseUrlFile,
  ]) {
    rmSync(path, { recursive: true, force: true });
  }
  release();
  console.log(had ? "The data is gone; the next start begins anew." : "There was no data.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
