import { describe, expect, it } from "vitest";
import { createSystemClock } from "../kubernetes/clock.ts";
import { eventually } from "../testing/eventually.ts";
import { createLogMerger, type LogBatch } from "./log-merger.ts";

describe("createLogMerger", () => {
  const line = (time: string) =>
    ({ id: time, time, pod: "a", container: "web", level: "info", text: time }) as const;

  it("keeps to the lines per second, drops the oldest and tells how many", async () => {
    const batches: LogBatch[] = [];
    const clock = { now: () => 0, schedule: () => () => {} };
    const merger = createLogMerger({
      clock,
      windowMs: 100,
      maxLinesPerSecond: 3,
      emit: (batch) => void batches.push(batch),
    });
    for (const time of ["4", "1", "3", "2", "5"]) merger.add(line(time));
    await merger.drain();
    expect(batches[0]?.lines.map(({ time }) => time)).toEqual(["3", "4", "5"]);
    expect(batches[0]?.notices).toMatchObject([{ kind: "dropped", dropped: 2 }]);
  });

  it("holds a bounded number of lines for a reader that does not read", async () => {
    let release = () => {};
    const batches: LogBatch[] = [];
    const merger = createLogMerger({
      clock: createSystemClock(),
      windowMs: 0,
      maxLinesPerSecond: 10,
      emit(batch) {
        batches.push(batch);
        return batches.length === 1 ? new Promise<void>((resolve) => (release = resolve)) : undefined;
      },
    });
    merger.add(line("0"));
    await eventually(() => expect(batches).toHaveLength(1));
    for (let count = 0; count < 1_000; count++) merger.add(line("1"));
    release();
    await eventually(() => expect(batches).toHaveLength(2));
    expect(batches[1]?.lines.length).toBeLessThanOrEqual(10);
    expect(batches[1]?.notices[0]?.dropped).toBeGreaterThanOrEqual(980);
    merger.stop();
  });
});
