import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isProcessAlive, readProcessMark } from "./process-mark.ts";
import { runProgram } from "./run-program.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "horizon-program-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const run = (script: string, signal = new AbortController().signal) =>
  runProgram("/bin/sh", { args: ["-c", script], cwd, env: process.env, signal });
/** Leaves the numbers of itself and of one that it started, and never ends. */
const endless = "sleep 600 & echo $! > child; echo $$ > own; wait";
const numbers = () => ["own", "child"].map((name) => Number(readFileSync(join(cwd, name), "utf8")));
const begun = () => existsSync(join(cwd, "own"));
const isAlive = (pid: number) => isProcessAlive(readProcessMark(pid));

test("its standard output is returned, and all that it wrote is in the error when it fails", async () => {
  expect(await run("echo result; echo noise >&2")).toBe("result\n");
  await expect(run("echo one; echo two >&2; exit 4")).rejects.toThrow(/one\s+two\s+\(It ended with 4.\)/);
  await expect(run("kill -KILL $$")).rejects.toThrow("(It ended with SIGKILL.)");
});

test("one that nobody wants any more is gone with all that it started", async () => {
  const unwanted = new AbortController();
  const running = run(endless, unwanted.signal);
  await expect.poll(begun).toBe(true);
  unwanted.abort(new Error("Ctrl-C"));
  await expect(running).rejects.toThrow("Ctrl-C");
  expect(numbers().filter(isAlive)).toEqual([]);
  await expect(run("echo late", unwanted.signal)).rejects.toThrow("Ctrl-C");
});

test("it ends when the process that ran it is killed", async () => {
  const script = `
    const { runProgram } = await import(${JSON.stringify(import.meta.resolve("./run-program.ts"))});
    const args = ["-c", ${JSON.stringify(endless)}];
    await runProgram("/bin/sh", { args, cwd: ${JSON.stringify(cwd)}, env: process.env, signal: new AbortController().signal });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  await expect.poll(begun).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => numbers().filter(isAlive)).toEqual([]);
});
