import { expect, it } from "vitest";
import { createActionRate } from "./action-rate.ts";

it("lets a member act up to the limit, says when to come back, and keeps members apart", () => {
  let nowMs = 0;
  const rate = createActionRate({ limit: 2, windowMs: 60_000, now: () => new Date(nowMs) });
  rate.take("olive");
  nowMs = 10_000;
  rate.take("olive");
  expect(() => rate.take("olive")).toThrow(
    expect.objectContaining({ code: "RATE_LIMITED", details: { retryAfterMs: 50_000 } }),
  );
  expect(() => rate.take("oscar")).not.toThrow();
  nowMs = 60_000;
  expect(() => rate.take("olive")).not.toThrow();
});
