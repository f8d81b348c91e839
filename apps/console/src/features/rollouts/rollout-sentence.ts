import type { RolloutRow } from "@horizon/contracts";
import { stepPositionText } from "./step-marks.ts";
import { waitsForPerson, waitText } from "./wait-text.ts";

/** What the rollout does now, in a sentence: `1.9.0 gets 25 % of traffic at step 3 of 6; waits 12 min for operator`. */
export function rolloutSentence(row: RolloutRow, now: number): string {
  if (row.aborted) {
    const why = row.health.reason.replace(/^aborted(: )?/, "");
    const stable = row.stableVersion || "the stable version";
    const where =
      row.actualWeight > 0
        ? `${row.actualWeight} % of traffic is still on ${row.version}`
        : `all traffic is on ${stable}`;
    return `Aborted${why && `: ${why}`}; ${where}`;
  }
  if (row.fullyPromoted) {
    const pods = `${row.ready} of ${row.desired} pods ready`;
    return row.health.state === "Healthy"
      ? `${row.version} serves all traffic; ${pods}`
      : `${row.version} serves all traffic; ${pods}. ${row.health.reason || row.message}`.trim();
  }
  const weight = `${row.version} gets ${row.actualWeight} % of traffic`;
  const position = stepPositionText(row);
  const parts = [
    row.stableVersion === "" ? weight : `${weight} beside ${row.stableVersion}`,
    position.charAt(0).toLowerCase() + position.slice(1),
  ];
  // Who is waited for is told below, with what may be done.
  if (row.wait && !waitsForPerson(row.wait)) parts.push(waitText(row.wait, now));
  else if (row.wait) return parts.join("; ");
  else if (row.health.reason || row.message) parts.push(row.health.reason || row.message);
  return parts.join("; ");
}

/** Announced to screen readers when it changes: without the clock, which would speak every second. */
export function rolloutAnnouncement(row: RolloutRow): string {
  const wait = waitsForPerson(row.wait) ? ", waits for a person" : "";
  return `${row.name}: ${row.health.state}, ${stepPositionText(row)}, ${row.actualWeight} % canary${wait}`;
}
