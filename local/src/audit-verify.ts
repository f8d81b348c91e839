import { existsSync, readFileSync } from "node:fs";
import { closeDb, createDb, verifyAuditChain } from "@horizon/db";
import { dataPaths } from "./paths.ts";

/**
 * Recomputes the hash chain of the audit log of DATABASE_URL, or of the Horizon that runs on this machine.
 * Exit code 1: the chain is broken; 2: there is no database.
 */
const { databaseUrlFile } = dataPaths(process.env);
const url =
  process.env.DATABASE_URL ?? (existsSync(databaseUrlFile) ? readFileSync(databaseUrlFile, "utf8") : "");
if (!url) {
  console.error("Start Horizon first, or set DATABASE_URL to the database to verify.");
  process.exit(2);
}
const db = createDb(url, { poolMax: 1 });
try {
  const result = await verifyAuditChain(db);
  if (result.ok) console.log(`${result.count} entries, the chain is whole.`);
  else console.error(`The chain breaks at entry ${result.firstBrokenSeq} of ${result.count}.`);
  process.exitCode = result.ok ? 0 : 1;
} finally {
  await closeDb(db);
}
