import { setTimeout as delay } from "node:timers/promises";
import { type Horizon, startHorizon } from "./horizon.ts";
import { dataPaths } from "./paths.ts";
import { people } from "./people.ts";
import { readPorts } from "./ports.ts";
import { createProgress } from "./progress.ts";
import { formatTable } from "./table.ts";

const dev = process.argv.includes("--dev");
const interrupted = new AbortController();
let horizon: Horizon | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupted.abort(new Error("stopped")));
}

try {
  console.log(`Horizon${dev ? " (development, reloads on change)" : ""}`);
  horizon = await startHorizon({
    ports: readPorts(process.env),
    paths: dataPaths(process.env),
    progress: createProgress(),
    dev,
    backend: true,
    onCrash: (child, code) => {
      console.error(`\n${child.name} ended by itself with code ${code}; its output is in ${child.logFile}.`);
      process.exitCode = 1;
      interrupted.abort(new Error("crashed"));
    },
  });
  if (!interrupted.signal.aborted) {
    printAddresses(horizon);
    // Keeps the process alive until a signal comes; the timer itself never fires in a lifetime.
    await delay(2 ** 31 - 1, undefined, { signal: interrupted.signal }).catch(() => undefined);
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  if (horizon) {
    console.log("\nStopping…");
    await horizon.stop();
    console.log("Everything is stopped.");
  }
}

function printAddresses(running: Horizon): void {
  const process = (name: string) => running.children.find((child) => child.name === name);
  const row = (what: string, where: string, name: string) => [
    what,
    where,
    `${process(name)?.pid ?? ""}`,
    process(name)?.logFile ?? "",
  ];
  console.log(
    `\n${formatTable(
      ["what", "where", "pid", "log"],
      [
        row("Console", running.consoleUrl, "console"),
        row("ops-server api", running.opsServerUrl, "ops-server-api"),
        row("ops-server worker", "", "ops-server-worker"),
        row("Customers' API", `${running.gatewayUrl}/v1/docs`, "api-gateway"),
        ...running.children
          .filter(({ name }) => name.endsWith("-service"))
          .map(({ name }) => row(`  ${name}`, "", name)),
        row("Lab control", running.labControlUrl, "lab"),
        ["Lab mailbox", `${running.providersUrl}/email/inbox`, "", ""],
        ["Kubernetes", `KUBECONFIG=${running.kubeconfig}`, "", ""],
        ["PostgreSQL", new URL(running.databaseUrl).host, "", ""],
      ],
    )}`,
  );
  console.log("\nSign in (one click each):");
  for (const { name, role } of people)
    console.log(`  ${role.padEnd(9)} ${name.padEnd(16)} ${running.consoleUrl}/sign-in`);
  console.log("\nCtrl-C stops everything. Try: pnpm lab scenario bad-canary · pnpm demo");
}
