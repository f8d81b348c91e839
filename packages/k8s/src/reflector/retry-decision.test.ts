import { describe, expect, it } from "vitest";
import { mapStatusError, mapTransportError } from "../client/kubernetes-error.ts";
import { backoffMs, decideRetry, type RetrySettings, WatchStalledError } from "./retry-decision.ts";

const settings: RetrySettings = {
  ...{ baseDelayMs: 500, maxDelayMs: 30_000, reprobeMs: 300_000, lostReprobeMs: 5_000 },
};
const answer = (status: number, retryAfter?: string) =>
  mapStatusError("test", status, { kind: "Status" }, retryAfter);

describe("decideRetry", () => {
  it.each([
    [
      "a cut connection keeps its position",
      mapTransportError("test", new Error("cut")),
      0,
      "backoff",
      undefined,
      375,
    ],
    ["an expired position is listed anew at once", answer(410), 0, "backoff", "expired", 0],
    ["one that expires again and again waits", answer(410), 3, "backoff", "expired", 2_125],
    ["refused credentials", answer(401), 0, "unauthorized", undefined, 375],
    ["a forbidden kind is asked again in five minutes", answer(403), 0, "unavailable", "probe", 300_000],
    ["a kind that is not installed too", answer(404), 4, "unavailable", "probe", 300_000],
    ["too many requests: as long as asked", answer(429, "7"), 0, "backoff", undefined, 7_000],
    ["too many requests, without a word on how long", answer(429), 0, "backoff", undefined, 375],
    ["a server error", answer(500), 0, "backoff", undefined, 375],
    ["a deaf watch reconnects at once", new WatchStalledError("deaf"), 5, "backoff", undefined, 0],
  ])("%s", (_name, error, attempt, state, relist, delayMs) => {
    expect(decideRetry(error, attempt, 0.5, settings, false)).toMatchObject({
      state,
      delayMs,
      ...(relist && { relist }),
    });
    if (!relist) expect(decideRetry(error, attempt, 0.5, settings, false).relist).toBeUndefined();
  });

  it.each([403, 404])("asks for what could be read before and is %i now every few seconds", (status) => {
    const decision = decideRetry(answer(status), 9, 0.5, settings, true);
    expect(decision).toMatchObject({ state: "unavailable", relist: "probe", delayMs: 5_000 });
  });

  it("backs off with jitter up to half a minute and never beyond", () => {
    expect(backoffMs(0, 0, settings)).toBe(250);
    expect(backoffMs(30, 0.999_999, settings)).toBeLessThanOrEqual(30_000);
    expect(backoffMs(30, 0, settings)).toBe(250);
  });
});
