import type { Horizon } from "./horizon.ts";
import { formatTable } from "./table.ts";

/** What runs where: address, process and log of each. */
export function listRunning(horizon: Horizon): string {
  const row = (what: string, where: string, name: string) => {
    const child = horizon.children.find((running) => running.name === name);
    return [what, where, `${child?.pid ?? ""}`, child?.logFile ?? ""];
  };
  const services = horizon.children.map(({ name }) => name).filter((name) => name.endsWith("-service"));
  return formatTable(
    ["what", "where", "pid", "log"],
    [
      row("Console", horizon.consoleUrl, "console"),
      row("ops-server api", horizon.opsServerUrl, "ops-server-api"),
      row("ops-server worker", "", "ops-server-worker"),
      row("Customers' API", `${horizon.gatewayUrl}/v1/docs`, "api-gateway"),
      ...services.toSorted().map((name) => row(`  ${name}`, "", name)),
      row("Lab control", horizon.labControlUrl, "lab"),
      ["Lab mailbox", `${horizon.providersUrl}/email/inbox`, "", ""],
      ["Kubernetes", `KUBECONFIG=${horizon.kubeconfig}`, "", ""],
      ["PostgreSQL", new URL(horizon.databaseUrl).host, "", ""],
    ],
  );
}
