import type { Freshness } from "@horizon/contracts";
import { type FreshnessInput, judgeFreshness, noteNotLive } from "./judge-freshness.ts";

/** How fresh one part of a cluster is, judged again and again. */
export interface FreshnessJudge {
  current(): Freshness;
  /** Whether state or reason are other than before. */
  judge(input: Omit<FreshnessInput, "notLiveSince" | "lastLiveAt">): boolean;
}

/** Remembers what a judgement needs of those before it. */
export function createFreshnessJudge(): FreshnessJudge {
  const notLiveSince = new Map<string, number>();
  let lastLiveAt: number | null = null;
  let freshness: Freshness = { state: "connecting", asOf: null, reason: "not started" };
  return {
    current: () => freshness,
    judge(input) {
      noteNotLive(notLiveSince, input.reflectors, input.now);
      const next = judgeFreshness({ ...input, notLiveSince, lastLiveAt });
      if (next.state === "live") lastLiveAt = input.probe.lastOkAt;
      const isNews = next.state !== freshness.state || next.reason !== freshness.reason;
      freshness = next;
      return isNews;
    },
  };
}
