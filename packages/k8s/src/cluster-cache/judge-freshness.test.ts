import { describe, expect, it } from "vitest";
import { type FreshnessInput, judgeFreshness } from "./judge-freshness.ts";

const now = Date.UTC(2026, 0, 5, 10);
const live = { kind: "Pod", state: "live", synced: true, reason: "", failedWith: null } as const;
const refused = {
  ...live,
  state: "unavailable",
  synced: false,
  reason: "forbidden",
  failedWith: 403,
} as const;
const base: FreshnessInput = {
  now,
  probe: { lastOkAt: now - 1_000, failure: null },
  reflectors: [live],
  notLiveSince: new Map(),
  lastLiveAt: now - 1_000,
};

describe("judgeFreshness", () => {
  const cases: [name: string, input: Partial<FreshnessInput>, state: string, reason: string][] = [
    ["all well", {}, "live", ""],
    [
      "nobody answers",
      { probe: { lastOkAt: now - 5_000, failure: { kind: "unreachable", since: now, reason: "refused" } } },
      "unreachable",
      "refused",
    ],
    [
      "credentials refused",
      { reflectors: [{ ...live, state: "unauthorized", reason: "not accepted" }] },
      "unauthorized",
      "not accepted",
    ],
    [
      "first list under way",
      { reflectors: [{ ...live, state: "listing", synced: false }] },
      "connecting",
      "reading Pod for the first time",
    ],
    [
      "a watch that just reconnects",
      { reflectors: [{ ...live, state: "connecting" }], notLiveSince: new Map([["Pod", now - 500]]) },
      "live",
      "",
    ],
    [
      "a watch that stays away",
      {
        reflectors: [{ ...live, state: "backoff", reason: "lost" }],
        notLiveSince: new Map([["Pod", now - 3_000]]),
      },
      "stale",
      "no updates of Pod: lost",
    ],
    [
      "a kind that is not installed",
      { reflectors: [{ ...live, state: "unavailable", synced: false }] },
      "live",
      "",
    ],
    ["a kind that never may be read", { reflectors: [refused] }, "live", "Pod cannot be read: forbidden"],
    [
      "kinds beside the others that may not be read, in two namespaces",
      {
        sides: [
          { ...refused, kind: "Service" },
          { ...refused, kind: "Event" },
          { ...refused, kind: "Event" },
        ],
      },
      "live",
      "Service cannot be read: forbidden; Event cannot be read: forbidden",
    ],
    [
      "a kind beside the others that is not installed",
      { sides: [{ ...refused, kind: "AnalysisRun", failedWith: 404 }] },
      "live",
      "",
    ],
    [
      "a kind that is forbidden of late",
      {
        reflectors: [{ ...live, state: "unavailable", reason: "forbidden" }],
        notLiveSince: new Map([["Pod", now - 3_000]]),
      },
      "stale",
      "no updates of Pod: forbidden",
    ],
    [
      "probes that stopped",
      { probe: { lastOkAt: now - 9_500, failure: null } },
      "stale",
      "the cluster does not answer",
    ],
    [
      "no probe yet",
      { probe: { lastOkAt: null, failure: null }, lastLiveAt: null },
      "connecting",
      "waiting for the first answer",
    ],
  ];
  it.each(cases)("%s", (_name, input, state, reason) => {
    expect(judgeFreshness({ ...base, ...input })).toMatchObject({ state, reason });
  });

  it("keeps the time up to which it was right", () => {
    const failure = { kind: "unreachable", since: now, reason: "refused" } as const;
    const judged = judgeFreshness({
      ...base,
      probe: { lastOkAt: now - 1_000, failure },
      lastLiveAt: now - 4_000,
    });
    expect(judged.asOf).toBe(new Date(now - 4_000).toISOString());
  });
});
