import { applyMigrations } from "./apply-migrations.ts";
import { parseEnv } from "./env.ts";

/** The migrator: one line of JSON says what was applied; a refusal or a failure ends with its reason and code 1. */
try {
  const { applied } = await applyMigrations({ url: parseEnv().DATABASE_URL });
  console.log(JSON.stringify({ level: "info", msg: "migrated", applied }));
} catch (error) {
  console.error(JSON.stringify({ level: "error", msg: (error as Error).message }));
  process.exitCode = 1;
}
