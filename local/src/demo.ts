import { existsSync, readFileSync } from "node:fs";
import type { StaffAccess } from "./backend-staff.ts";
import { runDemo } from "./demo/run-demo.ts";
import { dataPaths } from "./paths.ts";
import { readPorts } from "./ports.ts";

/** `pnpm demo`: a customer's whole way through the running API, each call printed. */
const { backendStaffFile } = dataPaths(process.env);
if (!existsSync(backendStaffFile)) {
  console.error("Horizon does not run here yet: start it first, with pnpm start.");
  process.exit(1);
}
const ports = readPorts(process.env);
const { invoice, item, days } = await runDemo({
  gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
  providersUrl: `http://127.0.0.1:${ports.labProviders}`,
  staff: JSON.parse(readFileSync(backendStaffFile, "utf8")) as StaffAccess[],
  print: (line) => console.log(line),
});
console.log(
  `\nThe item is ${item.state} (${item.outcome}); invoices over $${(invoice.total.amount / 100).toFixed(2)} are ${invoice.state}. ${days} days of business passed.`,
);
