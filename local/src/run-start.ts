import { setTimeout as delay } from "node:timers/promises";
import { startHorizon } from "./horizon.ts";
import { dataPaths } from "./paths.ts";
import { people } from "./people.ts";
import { readPorts } from "./ports.ts";
import { createProgress } from "./progress.ts";
import { listRunning } from "./running-table.ts";

/** `pnpm start`: everything runs until a signal comes or a process ends by itself, and is stopped then, also while it starts. */
export async function runStart({ dev }: { dev: boolean }): Promise<void> {
  const ended = new AbortController();
  const end = (why: string) => {
    if (ended.signal.aborted) return;
    ended.abort(new Error(why));
    console.log("\nStopping…");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  // Who read our lines may be gone, as with a closed terminal; what runs must be stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

  try {
    console.log(`Horizon${dev ? " (development, reloads on change)" : ""}`);
    const progress = createProgress();
    const horizon = await startHorizon({
      ports: readPorts(process.env),
      paths: dataPaths(process.env),
      progress,
      dev,
      backend: true,
      signal: ended.signal,
      onUsable: (url) => progress.say(`The console can be used: ${url} (the customers' API follows)`),
      onCrash: ({ name, logFile }, code) => {
        const how = code === null ? "" : ` with code ${code}`;
        console.error(`\n${name} ended by itself${how}; its output is in ${logFile}.`);
        process.exitCode = 1;
        end("crashed");
      },
    });
    if (!ended.signal.aborted) {
      console.log(`\n${listRunning(horizon)}`);
      printSignIn(horizon.consoleUrl);
      // Keeps the process alive until a signal comes; the timer itself never fires in a lifetime.
      await delay(2 ** 31 - 1, undefined, { signal: ended.signal }).catch(() => undefined);
    }
    await horizon.stop();
  } catch (error) {
    if (error !== ended.signal.reason) {
      console.error(`\n${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
  if (ended.signal.aborted) console.log("Everything is stopped.");
}

function printSignIn(consoleUrl: string): void {
  console.log("\nSign in (one click each):");
  for (const { name, role } of people)
    console.log(`  ${role.padEnd(9)} ${name.padEnd(16)} ${consoleUrl}/sign-in`);
  console.log("\nCtrl-C stops everything. Try: pnpm lab scenario bad-canary · pnpm demo");
}
