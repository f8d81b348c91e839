import { closeDb, createDb, verifyAuditChain } from "@horizon/db";

/** Recomputes the hash chain of the audit log. DATABASE_URL names the database; exit code 1 when the chain is broken. */
const url = process.env.DATABASE_URL;
if (!url) {
  console.error("Set DATABASE_URL to the database to verify (pnpm start prints the local one).");
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
