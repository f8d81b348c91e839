import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { queryRows } from "../migrate/query-rows.ts";
import { readPostmasterPid } from "./postmaster-pid.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";
import { makeThrowawayDirectory } from "./throwaway-directory.ts";

let dataDir: string;
const cleanups: (() => unknown)[] = [];

beforeEach(async () => {
  dataDir = await makeThrowawayDirectory("horizon-embedded-");
  // Where root runs the tests, the server's own user must get through.
  await chmod(dataDir, 0o711);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(port = 0) {
  const postgres = await startEmbeddedPostgres({ dataDir, port });
  cleanups.push(() => postgres.stop());
  return postgres;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`never happened: ${what}`);
    await delay(50);
  }
}

const serverPid = async () => (await readPostmasterPid(join(dataDir, "pgdata")))?.pid ?? 0;

test("a second start has the data of the first, and stopping leaves no process", async () => {
  const first = await start();
  const pid = await serverPid();
  await queryRows(first.adminUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  await first.exited;

  const second = await start();
  expect(await queryRows(second.adminUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("ops-server's role is no superuser, and its password is in a file that only the owner reads", async () => {
  const { url } = await start();
  expect(await queryRows(url, "SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")).toEqual(
    [{ rolname: "horizon_ops", rolsuper: false }],
  );
  const file = join(dataDir, "credentials.json");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, "utf8")).ops).toBe(new URL(url).password);
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(queryRows(wrong.href, "SELECT 1")).rejects.toThrow("password authentication failed");
});

test("stopping ends open sessions, and twice is once", async () => {
  const postgres = await start();
  const session = new Client({ connectionString: postgres.url });
  session.on("error", () => undefined);
  await session.connect();
  const ended = new Promise<void>((resolve) => session.once("end", resolve));
  await Promise.all([postgres.stop(), postgres.stop()]);
  await ended;
});

test("a taken port is named, and nothing is started", async () => {
  const other: Server = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => other.close());
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining(`Port ${port} is taken`),
  });
  expect(await serverPid()).toBe(0);
});

test.each([
  ["that is gone", () => 2 ** 22 - 3],
  ["that now belongs to another program", () => process.pid],
])("the pid file of a server %s does not keep the next one from starting", async (_name, pidOf) => {
  await (await start()).stop();
  await writeFile(
    join(dataDir, "pgdata", "postmaster.pid"),
    `${pidOf()}\n${join(dataDir, "pgdata")}\n1\n5432\n\n\n\nready\n`,
  );
  const { url } = await start();
  expect(await queryRows(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("a directory whose creation was interrupted is made anew", async () => {
  await mkdir(join(dataDir, "pgdata.unfinished"));
  await writeFile(join(dataDir, "pgdata.unfinished", "PG_VERSION"), "17");
  const { url } = await start();
  expect(await queryRows(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("the server ends when the process that started it is killed, and the data is usable at once", async () => {
  const parent = await startInOtherProcess();
  const pid = await serverPid();
  parent.kill("SIGKILL");
  const { url } = await start();
  expect(await queryRows(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await until(() => !isAlive(pid), "the first server ends");
});

test("Ctrl-C in the terminal does not reach the server, so that those who use it can stop first", async () => {
  const parent = await startInOtherProcess("process.on('SIGINT', () => undefined);");
  const pid = await serverPid();
  process.kill(-(parent.pid ?? 0), "SIGINT");
  expect(await queryRows(await lastLine(parent), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid), "the server ends with its parent");
});

/** Prints the server's URL once it runs, and again on each SIGINT. */
async function startInOtherProcess(more = ""): Promise<ChildProcess> {
  const module = new URL("./start-embedded-postgres.ts", import.meta.url).href;
  const script = `
    ${more}
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0 });
    process.on("SIGINT", () => console.log(url));
    setInterval(() => undefined, 1_000);
    console.log(url);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanups.push(() => child.kill("SIGKILL"));
  await lastLine(child);
  return child;
}

async function lastLine(child: ChildProcess): Promise<string> {
  const [chunk] = child.stdout ? await once(child.stdout, "data") : [""];
  return String(chunk).trim();
}
