import { describe, expect, test } from "vitest";
import { appendLogLines, createLogBuffer, type LogBuffer, resumeTime } from "./log-buffer.ts";
import { logTimeKey } from "./log-time.ts";
import { logLineOf } from "./testing/log-line-of.ts";

function at(second: number, pod = "api-1") {
  return logLineOf(`2026-11-24T10:00:${String(second).padStart(2, "0")}Z`, { pod });
}

function shown(buffer: LogBuffer): string[] {
  return buffer.lines.map((line) => `${line.pod} ${line.time.slice(17, 19)}`);
}

describe("appendLogLines", () => {
  test("merges the lines of several pods by time although they come in turns", () => {
    const first = appendLogLines(createLogBuffer(10), [at(1), at(4), at(6)]);
    const merged = appendLogLines(first, [at(2, "api-2"), at(4, "api-2"), at(7, "api-2")]);
    expect(shown(merged)).toEqual(["api-1 01", "api-2 02", "api-1 04", "api-2 04", "api-1 06", "api-2 07"]);
  });

  test("orders lines that come unordered in one batch", () => {
    const buffer = appendLogLines(createLogBuffer(10), [at(3), at(1), at(2)]);
    expect(shown(buffer)).toEqual(["api-1 01", "api-1 02", "api-1 03"]);
  });

  test("a line that a reconnect sends again is held once", () => {
    const first = appendLogLines(createLogBuffer(10), [at(1), at(2)]);
    const again = appendLogLines(first, [at(1), at(2), at(3), at(3)]);
    expect(shown(again)).toEqual(["api-1 01", "api-1 02", "api-1 03"]);
    expect(again.received).toBe(3);
  });

  test("the same buffer comes back when nothing is new, so that nothing is drawn again", () => {
    const first = appendLogLines(createLogBuffer(10), [at(1)]);
    expect(appendLogLines(first, [at(1)])).toBe(first);
    expect(appendLogLines(first, [])).toBe(first);
  });

  test("holds no more than its limit, lets the oldest go and counts them", () => {
    const buffer = appendLogLines(createLogBuffer(3), [at(1), at(2), at(3), at(4), at(5)]);
    expect(shown(buffer)).toEqual(["api-1 03", "api-1 04", "api-1 05"]);
    expect(buffer).toMatchObject({ letGo: 2, received: 5 });
    expect(buffer.ids.size).toBe(3);
  });

  test("lines older than those let go do not come back", () => {
    const full = appendLogLines(createLogBuffer(2), [at(1), at(2), at(3)]);
    const late = appendLogLines(full, [at(1), at(1, "api-2")]);
    expect(late).toBe(full);
  });

  test("ten thousand lines in batches end in order and within the limit", () => {
    let buffer = createLogBuffer(5_000);
    const start = Date.parse("2026-11-24T10:00:00.000Z");
    for (let batch = 0; batch < 100; batch += 1) {
      const lines = Array.from({ length: 100 }, (_, index) =>
        logLineOf(new Date(start + (batch * 100 + ((index * 37) % 100)) * 10).toISOString()),
      );
      buffer = appendLogLines(buffer, lines);
    }
    const keys = buffer.lines.map((line) => logTimeKey(line.time));
    expect(keys).toEqual(keys.toSorted());
    expect(buffer).toMatchObject({ letGo: 5_000, received: 10_000 });
  });
});

describe("logTimeKey", () => {
  test.each([
    ["2026-11-24T10:00:00.09Z", "2026-11-24T10:00:00.1Z"],
    ["2026-11-24T10:00:00Z", "2026-11-24T10:00:00.000000001Z"],
    ["2026-11-24T10:00:00.1Z", "2026-11-24T10:00:00.12Z"],
    ["2026-11-24T12:00:00.5+02:00", "2026-11-24T10:00:00.6Z"],
  ])("%s is before %s", (earlier, later) => {
    expect(logTimeKey(earlier) < logTimeKey(later)).toBe(true);
  });
});

describe("resumeTime", () => {
  test("overlaps, for pods whose lines came late", () => {
    expect(resumeTime(appendLogLines(createLogBuffer(5), [at(10)]))).toBe("2026-11-24T10:00:08.000Z");
  });
  test("is null before the first line", () => {
    expect(resumeTime(createLogBuffer(5))).toBeNull();
  });
});
