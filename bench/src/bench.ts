import { benchGateway } from "./gateway/bench-gateway.ts";
import { benchLive } from "./live/bench-live.ts";
import { benchPage } from "./page/bench-page.ts";

/** `pnpm bench live [pods…]`, `pnpm bench page`, `pnpm bench gateway`. Prints tables; asserts nothing. */
const [name, ...args] = process.argv.slice(2);
const benches: Record<string, (args: string[]) => Promise<void>> = {
  live: benchLive,
  page: benchPage,
  gateway: benchGateway,
};
const bench = benches[name ?? ""];
if (!bench) {
  console.error(`Usage: pnpm bench ${Object.keys(benches).join(" | ")}`);
  process.exit(2);
}
await bench(args);
