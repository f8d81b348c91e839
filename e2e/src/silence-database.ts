import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { asDatabaseAdmin } from "./as-database-admin.ts";

/** Stops every process of the database that talks to clients, as a machine that hangs does; the answer lets them go on. */
export async function silenceDatabase(): Promise<() => void> {
  const [place] = await asDatabaseAdmin<{ data_directory: string }>("SHOW data_directory");
  if (!place) throw new Error("The database does not say where its data is.");
  const postmaster = await readFile(join(place.data_directory, "postmaster.pid"), "utf8");
  const backends = await asDatabaseAdmin<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  const pids = [Number.parseInt(postmaster, 10), ...backends.map(({ pid }) => pid)];
  const signal = (name: NodeJS.Signals) => {
    for (const pid of pids) process.kill(pid, name);
  };
  signal("SIGSTOP");
  return () => signal("SIGCONT");
}
