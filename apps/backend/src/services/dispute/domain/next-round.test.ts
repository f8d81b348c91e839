import { disputeOutcomes } from "@horizon/contracts/backend";
import { expect, test } from "vitest";
import { findNextRoundObstacle, type NextRound, proposeStrategies } from "./next-round.ts";

const verified: NextRound = {
  outcome: "verified",
  basis: "new_evidence",
  hasNewEvidence: true,
  hasNewGround: false,
  roundsCount: 1,
  roundsMax: 6,
  byCompliance: false,
};

test.each<[string, Partial<NextRound>, string | null]>([
  ["new evidence", {}, null],
  ["the same again", { hasNewEvidence: false }, "dispute.next_round_refused"],
  ["a claimed ground that is the old one", { basis: "new_ground" }, "dispute.next_round_refused"],
  ["another ground", { basis: "new_ground", hasNewGround: true }, null],
  ["FCRA-9 a question how it was verified", { basis: "procedural_failure", hasNewEvidence: false }, null],
  ["no answer", { outcome: "no_response", basis: "procedural_failure", hasNewEvidence: false }, null],
  [
    "an update is no failure",
    { outcome: "updated", basis: "procedural_failure" },
    "dispute.next_round_refused",
  ],
  [
    "FCRA-5 frivolous, nothing new",
    { outcome: "frivolous", basis: "procedural_failure", hasNewEvidence: false },
    "dispute.cure_required",
  ],
  ["FCRA-5 frivolous, cured by evidence", { outcome: "frivolous" }, null],
  [
    "FCRA-5 frivolous, cured by another ground",
    { outcome: "frivolous", basis: "new_ground", hasNewEvidence: false, hasNewGround: true },
    null,
  ],
  ["the seventh round", { roundsCount: 6 }, "dispute.round_limit"],
  ["the seventh round, by compliance", { roundsCount: 6, byCompliance: true }, null],
])("%s", (_what, change, obstacle) => {
  expect(findNextRoundObstacle({ ...verified, ...change })).toBe(obstacle);
});

test("FCRA-16 a block is never proposed", () => {
  for (const outcome of disputeOutcomes) {
    expect(proposeStrategies(outcome)).not.toContain("block_605b");
    expect(proposeStrategies(outcome)).toContain("stop");
  }
});
