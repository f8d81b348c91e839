import { availableParallelism, loadavg } from "node:os";
import { publicIdOf } from "@horizon/backend/testing/ids";
import { markdownTable } from "../markdown-table.ts";
import { benchOutbox } from "../outbox/bench-outbox.ts";
import { hopHead, measureHops } from "./measure-hops.ts";
import { measureImport } from "./measure-import.ts";
import { floodHead, measureLoginFlood } from "./measure-login-flood.ts";
import { type BenchBackend, startBenchBackend } from "./start-bench-backend.ts";

/**
 * `pnpm bench gateway`: what the gateway adds, against a direct call and a peer from npm; a flood of sign-ins; the import of a report;
 * the outbox's lag. Everything runs on this machine, the callers too, so CPU is shared: read ratios.
 */
export async function benchGateway(): Promise<void> {
  const backend = await startBenchBackend();
  try {
    console.log(`${availableParallelism()} cores for all; load before: ${loadavg()[0]?.toFixed(1)}.\n`);
    console.log(`${markdownTable(hopHead, await measureHops(backend))}\n`);
    const { rows, statuses, login } = await measureLoginFlood(backend);
    console.log(`${markdownTable(floodHead, rows)}\n`);
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
    console.log(`Sign-ins at 400/s: ${counts.join(", ")}.`);
    console.log(`At 30/s: p50 ${login.p50Ms.toFixed(0)} ms, p99 ${login.p99Ms.toFixed(0)} ms.\n`);
    console.log(`${await benchImport(backend)}\n`);
    console.log(`Load after: ${loadavg()[0]?.toFixed(1)}.\n`);
  } finally {
    await backend.stop();
  }
  await benchOutbox([]);
}

async function benchImport({ servers, standings, tokens }: BenchBackend): Promise<string> {
  const rows: string[][] = [];
  for (const name of ["first", "second"]) {
    // Of another customer: the same bytes of one are not read again.
    const standing = standings.add();
    const target = {
      baseUrl: servers["api-gateway"].url,
      token: await tokens.customer(standing.customer_id, { userId: standing.user_id }),
      customerId: publicIdOf("cus", standing.customer_id),
      metricsUrl: `${servers["credit-service"].url}/metrics`,
    };
    const { bytes, uploadMs, parsedMs, rssBeforeMb, rssPeakMb } = await measureImport(target);
    const figures = [bytes / 1_000_000, uploadMs / 1000, parsedMs / 1000].map((value) => value.toFixed(2));
    rows.push([name, ...figures, rssBeforeMb.toFixed(0), rssPeakMb.toFixed(0)]);
  }
  return markdownTable(
    ["import", "MB", "accepted after s", "parsed after s", "RSS before MiB", "RSS peak MiB"],
    rows,
  );
}
