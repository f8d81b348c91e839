import type { RolloutRow } from "@horizon/contracts";
import { needsAttention } from "../../components/ui/health-order.ts";
import { waitsForPerson } from "./wait-text.ts";

/** `1 canary waits for you; 1 needs attention; 4 of 6 rollouts healthy`. `mayAct`: the reader can end the wait. */
export function rolloutsSentence(
  rows: readonly Pick<RolloutRow, "wait" | "health">[],
  mayAct: boolean,
): string {
  if (rows.length === 0) return "No rollouts in this environment";
  const waiting = rows.filter((row) => waitsForPerson(row.wait));
  const rest = rows.filter((row) => !waitsForPerson(row.wait));
  const attention = rest.filter((row) => needsAttention(row.health.state)).length;
  const moving = rest.filter(
    (row) => row.health.state === "Progressing" || row.health.state === "Paused",
  ).length;
  const healthy = rest.filter((row) => row.health.state === "Healthy").length;
  const parts: string[] = [];
  if (waiting.length > 0) {
    const noun = waiting.length === 1 ? "canary waits" : "canaries wait";
    parts.push(`${waiting.length} ${noun} for ${mayAct ? "you" : waiting[0]?.wait?.waitsFor || "a person"}`);
  }
  if (attention > 0) parts.push(`${attention} ${attention === 1 ? "needs" : "need"} attention`);
  if (moving > 0) parts.push(`${moving} in progress`);
  parts.push(
    healthy === rows.length
      ? `All ${rows.length} rollouts are healthy`
      : `${healthy} of ${rows.length} healthy`,
  );
  return parts.join("; ");
}
