import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const observed = fileURLToPath(new URL("./testing/observed-console.ts", import.meta.url));
const given = "0af7651916cd43dd8448eb211c80319c";

test("what a server says with console, and what it announces, are lines of JSON with the trace of their request", async () => {
  const child = fork(observed, {
    env: { NODE_ENV: "test", PATH: process.env.PATH ?? "" },
    silent: true,
    execArgv: [],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  const closed = once(child, "close");
  const [traceparents] = (await once(child, "message")) as [string[]];
  await closed;
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

  const traces = traceparents.map((header) => /^00-([0-9a-f]{32})-[0-9a-f]{16}-01$/.exec(header)?.[1]);
  expect(traces).toEqual([expect.any(String), given, expect.any(String)]);
  expect(new Set(traces).size).toBe(3);
  const ofOneRequest = (traceId: string | undefined) => [
    {
      level: "error",
      name: "console",
      traceId,
      operation: "/[environment]",
      msg: "a page failed",
      err: {
        type: "TypeError",
        message: "could not read /production?[query]",
        stack: expect.stringMatching(/^at .*observed-console\.ts:\d+/),
        cause: { type: "RangeError", message: "no row for [email]", stack: expect.any(String) },
      },
    },
    {
      level: "warn",
      name: "console",
      traceId,
      msg: "Failed to handle request for /sign-in?[query] [object]",
    },
  ];
  const said = lines.map(({ time, ...line }) => [typeof time, line]);
  const expected = [
    { level: "info", name: "console", msg: "Ready in 12ms" },
    ...traces.flatMap(ofOneRequest),
    {
      level: "error",
      name: "console-browser",
      operation: "/production",
      release: "v-0",
      msg: "a page failed in the browser",
    },
    {
      level: "error",
      name: "console",
      msg: "nobody announced [digits]",
      err: { type: "Error", message: "nobody announced [digits]", stack: expect.any(String) },
    },
  ].map((line) => ["string", line]);
  // They come through two pipes, which are not read in the order in which they were written.
  expect(said).toHaveLength(expected.length);
  expect(said).toEqual(expect.arrayContaining(expected));
});
