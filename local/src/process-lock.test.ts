import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeProcessLock } from "./process-lock.ts";
import { readProcessMark } from "./process-mark.ts";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "horizon-lock-"));
  file = join(dir, "start.lock");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Takes the lock and gives it back. */
function takeAndRelease(): void {
  const lock = takeProcessLock(file);
  if ("heldBy" in lock) throw new Error(`held by ${lock.heldBy}`);
  expect(existsSync(file)).toBe(true);
  lock.release();
  expect(readdirSync(dir)).toEqual([]);
}

test("a free lock is taken and given back, and nothing is left", () => takeAndRelease());

test.each([
  ["a process that is gone", () => "999999999\n"],
  ["nobody, because it was interrupted", () => ""],
  ["a process whose number is another program's now", () => `${process.ppid}\nlong ago\n`],
  ["an earlier process with our own number", () => `${process.pid}\nlong ago\n`],
])("the lock of %s is taken over", (_who, text) => {
  writeFileSync(file, text());
  takeAndRelease();
});

test("who dies while taking a lock over stops nobody who comes later", () => {
  for (const path of [file, `${file}.turn`, `${file}.turn.turn`]) writeFileSync(path, "999999999\n");
  takeAndRelease();
});

test("the lock of a process that has ended and whose parent has not noticed is taken over", async () => {
  // The first shell leaves its place to a second, which knows of no child.
  const parent = spawn("/bin/sh", ["-c", 'sleep 600 & exec sh -c "echo $!; exec sleep 600"']);
  try {
    const [line] = await once(createInterface({ input: parent.stdout }), "line");
    const pid = Number(line);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => readProcessMark(pid).startedAt).toBe("ended");
    writeFileSync(file, `${pid}\n`);
    takeAndRelease();
  } finally {
    parent.kill();
  }
});

test("the lock of a process that runs stays its own", () => {
  const { pid, startedAt } = readProcessMark(process.ppid);
  expect(startedAt).not.toBeNull();
  for (const text of [`${pid}\n`, `${pid}\n${startedAt}\n`]) {
    writeFileSync(file, text);
    expect(takeProcessLock(file)).toEqual({ heldBy: pid });
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(readdirSync(dir)).toEqual(["start.lock"]);
  }
});

test("a lock that was taken over is not given back by who had it before", () => {
  const lock = takeProcessLock(file);
  writeFileSync(file, `${process.ppid}\n`);
  if ("release" in lock) lock.release();
  expect(readFileSync(file, "utf8")).toBe(`${process.ppid}\n`);
});

test("of many who find the lock of a process that is gone, one has it", async () => {
  const locks = Array.from({ length: 500 }, (_, index) => join(dir, `${index}.lock`));
  for (const lock of locks) writeFileSync(lock, "999999999\n");
  const script = `
    const { takeProcessLock } = await import(${JSON.stringify(import.meta.resolve("./process-lock.ts"))});
    console.log("here");
    process.stdin.once("data", (startsAt) => {
      for (const [index, file] of ${JSON.stringify(locks)}.entries()) {
        // All come to a lock in the same millisecond.
        while (Date.now() < Number(startsAt) + index);
        if ("release" in takeProcessLock(file)) console.log(file);
      }
      console.log("done");
    });`;
  const contenders = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const output = { text: "" };
    child.stdout.on("data", (chunk) => {
      output.text += chunk;
    });
    return { child, output };
  });
  const allSay = (word: string) =>
    expect.poll(() => contenders.every(({ output }) => output.text.includes(word))).toBe(true);
  try {
    await allSay("here");
    for (const { child } of contenders) child.stdin.write(`${Date.now()}`);
    // Nobody ends before all are done: a lock belongs to a process that runs.
    await allSay("done");
    const taken = contenders
      .flatMap(({ output }) => output.text.split("\n"))
      .filter((line) => line.endsWith(".lock"));
    expect(taken.toSorted()).toEqual(locks.toSorted());
  } finally {
    for (const { child } of contenders) child.kill();
    await Promise.all(
      contenders.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, "exit")),
    );
  }
});
