import { expect, test } from "vitest";
import { describeFreshness, type FreshnessInput } from "./freshness";

const now = 1_000_000;
const live: FreshnessInput = {
  freshness: { state: "live", asOf: "2026-01-01T00:00:00Z", reason: "" },
  connection: "open",
  lastMessageAt: now - 1000,
  now,
};

test.each<[string, Partial<FreshnessInput>, string]>([
  ["messages arrive and the cluster is live", {}, "live"],
  ["nothing came for more than 8 s", { lastMessageAt: now - 8001 }, "reconnecting"],
  ["nothing came for 8 s", { lastMessageAt: now - 8000 }, "live"],
  ["the stream broke", { connection: "broken" }, "reconnecting"],
  ["the person paused", { connection: "paused", lastMessageAt: now - 60_000 }, "paused"],
  ["the cluster went silent", { freshness: { state: "stale", asOf: null, reason: "" } }, "stale"],
  ["the cluster is gone", { freshness: { state: "unreachable", asOf: null, reason: "" } }, "unavailable"],
  ["nothing is known yet", { freshness: null, lastMessageAt: null }, "connecting"],
])("when %s", (_, change, kind) => {
  expect(describeFreshness({ ...live, ...change }).kind).toBe(kind);
});

test("the server’s reason is shown as a sentence, with the time the data is of", () => {
  const view = describeFreshness({
    ...live,
    freshness: { state: "stale", asOf: "2026-01-01T00:00:00Z", reason: "pods: no events for 40 s" },
  });
  expect(view).toMatchObject({ detail: "Pods: no events for 40 s.", asOf: "2026-01-01T00:00:00Z" });
});

test("what a live view may not show is said, and that of an old one is not said twice", () => {
  const reason = "AnalysisRun cannot be read: forbidden";
  const viewOf = (state: "live" | "stale") =>
    describeFreshness({ ...live, freshness: { state, asOf: "2026-01-01T00:00:00Z", reason } });
  expect(viewOf("live")).toMatchObject({ kind: "live", label: "Live", missing: `${reason}.` });
  expect(viewOf("stale")).toMatchObject({ kind: "stale", detail: `${reason}.`, missing: "" });
});
