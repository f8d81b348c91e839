import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ownPorts } from "@horizon/db/embedded";
import { afterEach, expect, test } from "vitest";
import { root } from "./paths.ts";
import { type PortName, portVariable, readPorts } from "./ports.ts";
import { isProcessAlive, readProcessMark } from "./process-mark.ts";

const dataDirs: string[] = [];
afterEach(() => {
  for (const dir of dataDirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const names = Object.keys(readPorts({})) as PortName[];
const consoleIn = (ports: readonly number[]) => ports[names.indexOf("console")] ?? 0;
const gatewayIn = (ports: readonly number[]) => ports[names.indexOf("gateway")] ?? 0;

/** What the workflow of staging asks after a deployment. */
function askFromOutside(own: readonly number[]): Promise<string> {
  const script = join(root, "infra/src/release/ask-release.ts");
  const urls = [`http://localhost:${gatewayIn(own)}`, `http://localhost:${consoleIn(own)}`];
  return promisify(execFile)(process.execPath, [script, ...urls]).then(({ stdout }) => stdout);
}

function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "horizon-start-"));
  dataDirs.push(dataDir);
  return dataDir;
}

/** A start on these ports, in the order of their names. */
function start(own: readonly number[], dataDir = makeDataDir()) {
  const ports = Object.fromEntries(names.map((name, index) => [portVariable(name), `${own[index]}`]));
  const child = spawn(process.execPath, [join(root, "local/src/start.ts")], {
    cwd: root,
    env: { ...process.env, ...ports, HORIZON_DATA_DIR: dataDir },
  });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output.text += chunk));
  const exited = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  return { child, dataDir, output, exited };
}

const isAlive = (pid: number) => isProcessAlive(readProcessMark(pid));
/** Of everything that works with this data folder: its path is among the arguments or in the environment. */
const usersOf = (dataDir: string) =>
  listProcesses()
    .filter(({ pid, text }) => pid !== process.pid && text.includes(dataDir) && isAlive(pid))
    .map(({ pid }) => pid);

function listProcesses(): { pid: number; text: string }[] {
  if (process.platform === "linux") {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({
        pid: Number(name),
        text: read(`/proc/${name}/cmdline`) + read(`/proc/${name}/environ`),
      }));
  }
  return execFileSync("ps", ["axeww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 2 ** 26 })
    .split("\n")
    .map((text) => ({ pid: Number.parseInt(text, 10), text }));
}

/** Empty when the process has ended meanwhile, or is another user's. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

test("start prints what runs where, serves the console, and Ctrl-C leaves no process and no lock", async () => {
  const own = await ownPorts(names.length);
  const running = start(own);
  await expect
    .poll(() => running.output.text, { timeout: 400_000, interval: 200 })
    .toContain("Ctrl-C stops everything");
  // People are told as soon as they can come in, before the customers' API runs.
  expect(running.output.text).toMatch(/The console can be used: http:.*… Backend: api-gateway.*Sign in/s);
  const response = await fetch(`http://localhost:${consoleIn(own)}/sign-in`);
  expect(response.status).toBe(200);
  // Nobody keeps failures here, so pages tell none.
  expect(await response.text()).not.toContain('data-failures="');
  expect((await askFromOutside(own)).match(/^✓ .*$/gm)).toHaveLength(4);
  const pids = [...running.output.text.matchAll(/\s(\d{2,7})\s+\S+\.log/g)].map((match) => Number(match[1]));
  expect(pids.length).toBeGreaterThanOrEqual(4);
  const postmaster = Number(readFileSync(findPostmasterPid(running.dataDir), "utf8").split("\n")[0]);

  running.child.kill("SIGINT");
  expect(await running.exited).toBe(0);
  expect([...pids, postmaster].filter(isAlive)).toEqual([]);
  expect(existsSync(join(running.dataDir, "start.lock"))).toBe(false);
}, 500_000);

test.each(["PostgreSQL", "ops-server: api", "Backend: api-gateway"])(
  "Ctrl-C while it starts %s leaves no process and no lock",
  async (step) => {
    const interrupted = start(await ownPorts(names.length));
    await expect
      .poll(() => interrupted.output.text, { timeout: 400_000, interval: 5 })
      .toContain(`… ${step}\n`);
    expect(usersOf(interrupted.dataDir)).not.toEqual([]);
    interrupted.child.kill("SIGINT");
    expect(await interrupted.exited).toBe(0);
    expect(interrupted.output.text).toContain("Everything is stopped.");
    expect(usersOf(interrupted.dataDir)).toEqual([]);
    expect(existsSync(join(interrupted.dataDir, "start.lock"))).toBe(false);
  },
  500_000,
);

test("a start whose reader is gone stops everything all the same", async () => {
  const running = start(await ownPorts(names.length));
  await expect.poll(() => running.output.text, { timeout: 400_000, interval: 5 }).toContain("… PostgreSQL\n");
  running.child.stdout.destroy();
  running.child.stderr.destroy();
  running.child.kill("SIGHUP");
  expect(await running.exited).toBe(0);
  expect(usersOf(running.dataDir)).toEqual([]);
  expect(existsSync(join(running.dataDir, "start.lock"))).toBe(false);
}, 500_000);

test("a taken port is named with the variable that moves it, and nothing stays behind", async () => {
  const blocker = createServer();
  const own = await ownPorts(names.length);
  const taken = consoleIn(own);
  await new Promise<void>((listening) => blocker.listen(taken, "127.0.0.1", listening));
  const running = start(own);
  expect(await running.exited).toBe(1);
  expect(running.output.text).toContain(`${taken} (console; change it with HORIZON_PORT_CONSOLE)`);
  expect(existsSync(join(running.dataDir, "start.lock"))).toBe(false);
  blocker.close();
});

function findPostmasterPid(dataDir: string): string {
  const candidates = [
    "postgres/postmaster.pid",
    "postgres/data/postmaster.pid",
    "postgres/pgdata/postmaster.pid",
  ];
  const found = candidates.map((path) => join(dataDir, path)).find((path) => existsSync(path));
  if (!found) throw new Error("PostgreSQL has no postmaster.pid.");
  return found;
}
