import { benchGateway } from "./gateway/bench-gateway.ts";
import { benchJobs } from "./jobs/bench-jobs.ts";
import { benchLive } from "./live/bench-live.ts";
import { benchSoak } from "./live/bench-soak.ts";
import { benchOutbox } from "./outbox/bench-outbox.ts";
import { benchPage } from "./page/bench-page.ts";

/** `pnpm bench live [pods…]`, `pnpm bench soak [minutes]`, `pnpm bench page`, `pnpm bench gateway`, `pnpm bench outbox`, `pnpm bench jobs`. Prints tables; asserts nothing. */
const [name, ...args] = process.argv.slice(2);
const benches: Record<string, (args: string[]) => Promise<void>> = {
  live: benchLive,
  soak: benchSoak,
  page: benchPage,
  gateway: benchGateway,
  outbox: benchOutbox,
  jobs: benchJobs,
};
const bench = benches[name ?? ""];
if (!bench) {
  console.error(`Usage: pnpm bench ${Object.keys(benches).join(" | ")}`);
  process.exit(2);
}
await bench(args);
