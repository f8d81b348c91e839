import { availableParallelism, loadavg } from "node:os";
import { markdownTable } from "../markdown-table.ts";
import { lagHead, measureLag } from "./measure-lag.ts";
import { startOutboxBackend } from "./start-outbox-backend.ts";
import { type Workload, workloads } from "./workloads.ts";

const seconds = 10;
const warmUpSeconds = 4;

/**
 * `pnpm bench outbox [workload@events/s…]`: how far consumers lag behind, and what an event costs. Those who append, PostgreSQL, the relay
 * and the consumers share this machine.
 */
export async function benchOutbox(wishes: readonly string[]): Promise<void> {
  const runs = (wishes.length > 0 ? wishes : ["mail@200", "mail@1000", "mixed@1000"]).map(parseRun);
  const backend = await startOutboxBackend();
  try {
    console.log(`${availableParallelism()} cores for all; load before: ${loadavg()[0]?.toFixed(1)}.\n`);
    const rows: string[][] = [];
    for (const { workload, perSecond } of runs) {
      // Code that has not run yet is slow; it is not what is asked.
      await measureLag(backend, { workload, perSecond, seconds: warmUpSeconds });
      rows.push(await measureLag(backend, { workload, perSecond, seconds }));
    }
    console.log(`${markdownTable(lagHead, rows)}\n`);
  } finally {
    await backend.stop();
  }
}

function parseRun(wish: string): { workload: Workload; perSecond: number } {
  const [name = "", rate] = wish.split("@");
  const perSecond = Number(rate);
  if (!Object.hasOwn(workloads, name) || !(perSecond > 0))
    throw new Error(
      `"${wish}" is not one of ${Object.keys(workloads).join(", ")} with a rate, as in mail@1000.`,
    );
  return { workload: name as Workload, perSecond };
}
