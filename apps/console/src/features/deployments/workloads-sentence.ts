import type { HealthState, WorkloadRow } from "@horizon/contracts";
import { needsAttention } from "../../components/ui/health-order.ts";

type Workload = Pick<WorkloadRow, "health">;

function count(rows: readonly Workload[], matches: (state: HealthState) => boolean): number {
  return rows.filter((row) => matches(row.health.state)).length;
}

/** The state of the environment in words: `2 of 9 workloads need attention; 1 is paused`. */
export function workloadsSentence(rows: readonly Workload[]): string {
  if (rows.length === 0) return "No workloads in this environment";
  const noun = rows.length === 1 ? "workload" : "workloads";
  const troubled = count(rows, needsAttention);
  const paused = count(rows, (state) => state === "Paused");
  const progressing = count(rows, (state) => state === "Progressing");
  const parts: string[] = [];
  if (troubled > 0) {
    parts.push(`${troubled} of ${rows.length} ${noun} ${troubled === 1 ? "needs" : "need"} attention`);
  }
  if (paused > 0) parts.push(`${paused} ${paused === 1 ? "is" : "are"} paused`);
  if (progressing > 0) parts.push(`${progressing} ${progressing === 1 ? "is" : "are"} progressing`);
  if (parts.length === 0) {
    return rows.length === 1 ? "The one workload is healthy" : `All ${rows.length} workloads are healthy`;
  }
  if (troubled === 0) {
    const healthy = rows.length - paused - progressing;
    parts.push(`${healthy} of ${rows.length} ${noun} healthy`);
  }
  return parts.join("; ");
}
