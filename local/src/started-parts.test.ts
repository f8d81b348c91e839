import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createStartedParts } from "./started-parts.ts";

/** A part that takes its time to start and to stop, and notes both. */
function slowPart(name: string, notes: string[]) {
  return {
    start: async () => {
      await turn();
      notes.push(`${name} started`);
      return name;
    },
    stop: async () => {
      notes.push(`${name} stops`);
      await turn();
      notes.push(`${name} stopped`);
    },
  };
}

test("what others stand on stops after them, and those of one layer at once", async () => {
  const parts = createStartedParts();
  const notes: string[] = [];
  for (const [layer, name] of [
    ["database", "database"],
    ["services", "one"],
    ["services", "two"],
    ["lab", "lab"],
  ] as const) {
    const { start, stop } = slowPart(name, notes);
    expect(await parts.start(layer, start, stop)).toBe(name);
  }
  notes.length = 0;
  await Promise.all([parts.stop("done"), parts.stop("again")]);
  expect(notes).toEqual([
    "one stops",
    "two stops",
    "one stopped",
    "two stopped",
    "lab stops",
    "lab stopped",
    "database stops",
    "database stopped",
  ]);
});

test("a part that is still starting is told, waited for and stopped", async () => {
  const parts = createStartedParts();
  const notes: string[] = [];
  const { start, stop } = slowPart("slow", notes);
  const starting = parts.start(
    "services",
    (signal) => {
      signal.addEventListener("abort", () => notes.push(`told: ${signal.reason}`));
      return start();
    },
    stop,
  );
  await parts.stop("Ctrl-C");
  expect(notes).toEqual(["told: Ctrl-C", "slow started", "slow stops", "slow stopped"]);
  expect(await starting).toBe("slow");
});

test("one that gave up is not stopped, and none starts after the stop", async () => {
  const parts = createStartedParts();
  const neverStopped = () => expect.unreachable("there is nothing to stop");
  const failing = parts.start("lab", () => Promise.reject(new Error("no room")), neverStopped);
  await expect(failing).rejects.toThrow("no room");
  const reason = new Error("Ctrl-C");
  await parts.stop(reason);
  await expect(parts.start("lab", () => expect.unreachable("starts"), neverStopped)).rejects.toBe(reason);
});

test("one that cannot be stopped keeps nobody else from it", async () => {
  const parts = createStartedParts();
  const notes: string[] = [];
  const database = slowPart("database", notes);
  await parts.start("database", database.start, database.stop);
  await parts.start(
    "services",
    async () => undefined,
    () => Promise.reject(new Error("stuck")),
  );
  await expect(parts.stop("done")).rejects.toThrow("stuck");
  expect(notes).toEqual(["database started", "database stops", "database stopped"]);
});
