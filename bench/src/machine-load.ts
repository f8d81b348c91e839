import { availableParallelism, loadavg } from "node:os";

/** How busy the machine is, as everything here shares it: "load 3.1 on 2 cores". */
export function machineLoad(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
}
