import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChildOptions, type RunningChild, startChild } from "./child-process.ts";
import { isProcessAlive, readProcessMark } from "./process-mark.ts";

let logsDir: string;
const running: RunningChild[] = [];
beforeEach(() => {
  logsDir = mkdtempSync(join(tmpdir(), "horizon-child-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => child.stop(1000)));
  rmSync(logsDir, { recursive: true, force: true });
});

const exits: (number | null)[] = [];
async function start(script: string, more: Partial<ChildOptions> = {}): Promise<RunningChild> {
  const child = await startChild({
    name: "child",
    command: "/bin/sh",
    args: ["-c", script],
    cwd: logsDir,
    env: { NODE_ENV: "production" },
    logsDir,
    readyWhen: (line) => line === "ready",
    readyWithinMs: 60_000,
    onExit: (_child, code) => exits.push(code),
    ...more,
  });
  running.push(child);
  return child;
}

const log = () => readFileSync(join(logsDir, "child.log"), "utf8");
const isAlive = (pid: number) => isProcessAlive(readProcessMark(pid));
const pidIn = (name: string) => Number(readFileSync(join(logsDir, name), "utf8"));

test("what a process wrote last before it failed is in the error, however much it wrote before", async () => {
  const words = "seq 1 20000; echo the reason >&2; exit 3";
  await expect(start(words)).rejects.toThrow(/child ended with code 3.*the reason/s);
});

test("a program that cannot be run is an error", async () => {
  await expect(start("", { command: join(logsDir, "nothing") })).rejects.toThrow("ENOENT");
});

test("one that is no longer wanted while it starts is gone by the time that this is said", async () => {
  const unwanted = new AbortController();
  const starting = start("echo $$ > pid; echo here; exec sleep 600", {
    signal: unwanted.signal,
    readyWhen: (line) => {
      if (line === "here") unwanted.abort(new Error("Ctrl-C"));
      return false;
    },
  });
  await expect(starting).rejects.toThrow("Ctrl-C");
  expect(isAlive(pidIn("pid"))).toBe(false);
  await expect(start("echo ready", { signal: unwanted.signal })).rejects.toThrow("Ctrl-C");
});

test("stopped is a process when what it started is gone too, and whoever does not listen is killed", async () => {
  const deaf = "(trap '' TERM; echo $$; exec sleep 600) & echo $! > deaf; echo ready; exec sleep 600";
  const child = await start(deaf);
  expect(isAlive(pidIn("deaf"))).toBe(true);
  await child.stop(200);
  expect([child.pid, pidIn("deaf")].filter(isAlive)).toEqual([]);
});

test("what a process started may end in peace after it", async () => {
  const slow =
    "(trap 'sleep 0.3; echo tidy; exit' TERM; echo ready; while :; do sleep 0.05; done) & exec sleep 600";
  const child = await start(slow);
  await child.stop(60_000);
  await expect.poll(log).toContain("tidy");
});

test.runIf(process.platform === "linux")("a log that cannot be written ends nobody", async () => {
  symlinkSync("/dev/full", join(logsDir, "child.log"));
  exits.length = 0;
  const child = await start("echo one; echo two; echo ready; echo three; exec sleep 600");
  expect(isAlive(child.pid)).toBe(true);
  await child.stop(60_000);
  expect(exits).toEqual([null]);
});
