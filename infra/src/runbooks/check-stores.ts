import { flagText, readFlags } from "./command-flags.ts";
import type { Estate } from "./estate.ts";

/** What is wrong with a `psql` command: no TLS, another database, a table that no migration makes. */
export function checkPsql(words: readonly string[], estate: Estate): string[] {
  const line = readFlags(words.slice(1), new Set());
  const [connection = ""] = line.positional;
  const settings = new Map(connection.split(" ").map((pair) => pair.split("=") as [string, string]));
  const problems: string[] = [];
  if (settings.get("sslmode") !== "require")
    problems.push("Add sslmode=require: the database refuses plain connections.");
  if (!estate.databaseNames.includes(settings.get("dbname") ?? "")) {
    problems.push(
      `There is no database ${settings.get("dbname")}: write dbname=${estate.databaseNames.join(", ")}.`,
    );
  }
  const sql = flagText(line, "-c", "--command") ?? "";
  const schemas = new Set(estate.tables.map((table) => table.split(".")[0]));
  for (const [table] of sql.matchAll(/\b[a-z_]+\.[a-z_]+\b/g)) {
    if (schemas.has(table.split(".")[0]) && !estate.tables.includes(table)) {
      problems.push(`No migration makes the table ${table}: write ${similar(table, estate.tables)}.`);
    }
  }
  const everywhere = new Set(estate.tables.map((table) => table.split(".")[1]));
  for (const [, table = ""] of sql.matchAll(/\$[A-Z_]+\.([a-z_]+)/g)) {
    if (!everywhere.has(table))
      problems.push(`No migration makes a table ${table} in any schema: mend its name.`);
  }
  return problems;
}

/** What is wrong with a `redis-cli` command: ElastiCache takes TLS alone, and some commands empty or stop it. */
export function checkRedisCli(words: readonly string[]): string[] {
  const line = readFlags(words.slice(1), new Set(["--tls", "--bigkeys", "--memkeys"]));
  const problems: string[] = [];
  if (!line.flags.has("--tls")) problems.push("Add --tls: the cluster refuses plain connections.");
  if (flagText(line, "-h") === null || flagText(line, "-p") === null)
    problems.push("Name host and port: -h and -p.");
  const [command = ""] = line.positional;
  if (/^(flushall|flushdb|keys|shutdown|debug)$/i.test(command)) {
    problems.push(`Take ${command} out: it empties or stops the cluster for everybody.`);
  }
  return problems;
}

function similar(table: string, tables: readonly string[]): string {
  const schema = table.split(".")[0];
  return tables.filter((other) => other.startsWith(`${schema}.`)).join(", ");
}
