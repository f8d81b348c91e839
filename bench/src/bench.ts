import { benchLive } from "./live/bench-live.ts";
import { benchPage } from "./page/bench-page.ts";

/** `pnpm bench live [pods…]`, `pnpm bench page`. Prints tables; asserts nothing. */
const [name, ...args] = process.argv.slice(2);
const benches: Record<string, (args: string[]) => Promise<void>> = { live: benchLive, page: benchPage };
const bench = benches[name ?? ""];
if (!bench) {
  console.error(`Usage: pnpm bench ${Object.keys(benches).join(" | ")}`);
  process.exit(2);
}
await bench(args);
