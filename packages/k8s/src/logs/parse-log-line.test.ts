import { describe, expect, it } from "vitest";
import { detectLogLevel, splitTimestamp } from "./parse-log-line.ts";

describe("log lines", () => {
  it.each([
    ['{"level":50,"msg":"x"}', "error"],
    ['{"level":"WARN"}', "warn"],
    ['{"severity":"notice"}', "info"],
    ["{not json", "unknown"],
    ["2026-01-05 ERROR it broke", "error"],
    ["GET /health 200", "unknown"],
  ])("level of %s", (text, level) => {
    expect(detectLogLevel(text)).toBe(level);
  });

  it("make times comparable as text", () => {
    const [early, late] = [
      splitTimestamp("2026-01-05T10:00:00.5Z a"),
      splitTimestamp("2026-01-05T10:00:00.123456789Z b"),
    ];
    expect(late && early && late.time < early.time).toBe(true);
    expect(splitTimestamp("no time")).toBeUndefined();
    expect(splitTimestamp("2026-01-05T10:00:00Z ")).toEqual({
      time: "2026-01-05T10:00:00.000000000Z",
      text: "",
    });
  });

  it("have one clock, whatever the zone of the node that wrote them", () => {
    expect(splitTimestamp("2026-01-05T12:00:00.123456789+02:00 a")).toEqual({
      time: "2026-01-05T10:00:00.123456789Z",
      text: "a",
    });
    expect(splitTimestamp("2026-01-05T23:30:00-05:30 b")?.time).toBe("2026-01-06T05:00:00.000000000Z");
  });

  it("are without the colours that a terminal would show, so that JSON is read as such", () => {
    const coloured = '2026-01-05T10:00:00Z \u001B[36m{"level":"warn","msg":"slow"}\u001B[39m\r';
    expect(splitTimestamp(coloured)?.text).toBe('{"level":"warn","msg":"slow"}');
  });
});
