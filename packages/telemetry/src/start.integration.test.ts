import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";

const observed = fileURLToPath(new URL("./testing/observed-process.ts", import.meta.url));
const soon = { timeout: 30_000, interval: 50 };

interface Sent {
  readonly url: string;
  readonly body: string;
}

/** Stands for the agent and for Sentry: keeps what it is sent. */
async function startSink(): Promise<{ port: number; sent: Sent[] }> {
  const sent: Sent[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    sent.push({ url: req.url ?? "", body: Buffer.concat(chunks).toString("utf8") });
    res.setHeader("content-type", "application/json").end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, sent };
}

async function run(env: Record<string, string>) {
  const child = fork(observed, {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env },
    silent: true,
    execArgv: [],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  const exited = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  const [told] = (await Promise.race([once(child, "message"), exited.then(() => [{ output }])])) as unknown[];
  return {
    told,
    output: () => output,
    tell: (message: "browser") => void child.send(message),
    async say(message: "end" | "throw") {
      child.send(message);
      const [code] = await exited;
      return code as number;
    },
  };
}

const personal = ["Ada", "Lovelace", "ada@example.com", "123-45-6789"];
const agent = (port: number) => ({
  DD_AGENT_HOST: "127.0.0.1",
  DD_TRACE_AGENT_PORT: `${port}`,
  DD_SERVICE: "observed",
});

test("without settings nothing is loaded and nothing is sent, wherever an agent is", async () => {
  const { port, sent } = await startSink();
  const child = await run(agent(port));
  expect(child.told).toEqual({ statusCode: 200, tracerIsLoaded: false });
  expect(await child.say("end")).toBe(0);
  expect(sent).toEqual([]);
});

test("switched on, spans of requests reach the agent without their query strings, and log lines carry the trace", async () => {
  const { port, sent } = await startSink();
  const child = await run({ ...agent(port), DD_TRACE_ENABLED: "true", DD_ENV: "test", DD_VERSION: "v-1" });
  expect(child.told).toEqual({ statusCode: 200, tracerIsLoaded: true });
  await vi.waitFor(() => {
    const spans = sent
      .filter(({ url }) => /\/v0\.\d\/traces/.test(url))
      .map(({ body }) => body)
      .join("");
    expect(spans).toContain("web.request");
    expect(spans).toContain("undici.request");
    expect(spans).toContain("/v1/customers");
  }, soon);
  const everything = JSON.stringify(sent);
  for (const text of ["Ada", "Lovelace"]) expect(everything).not.toContain(text);
  const line = child
    .output()
    .split("\n")
    .filter((each) => each.startsWith("{"))
    .map((each) => JSON.parse(each))
    .find(({ msg }) => msg === "answered");
  expect(line.dd).toMatchObject({ trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), service: "observed" });
  expect(await child.say("end")).toBe(0);
});

test("a failure is reported with its kind, place, causes and ids, and without anything personal", async () => {
  const { port, sent } = await startSink();
  const child = await run({
    SENTRY_DSN: `http://key@127.0.0.1:${port}/7`,
    DD_ENV: "test",
    DD_VERSION: "v-1",
  });
  await vi.waitFor(() => expect(sent).toHaveLength(1), soon);
  const [report] = sent;
  expect(report?.url).toMatch(/^\/api\/7\/envelope\//);
  const event = JSON.parse(report?.body.split("\n")[2] ?? "");
  expect(event).toMatchObject({
    level: "error",
    message: "failed for [email]",
    environment: "test",
    release: "v-1",
    tags: { component: "observed", requestId: "r-1" },
    exception: {
      values: [
        { type: "Error", value: "Key (email)=([value]) already exists." },
        { type: "Error", value: "could not store [digits]" },
      ],
    },
  });
  const frames = event.exception.values[1].stacktrace.frames;
  expect(frames.at(-1)).toMatchObject({
    filename: expect.stringContaining("observed-process.ts"),
    lineno: expect.any(Number),
  });
  for (const text of personal) expect(report?.body).not.toContain(text);
  expect(await child.say("end")).toBe(0);
});

test("what a page told is reported as a browser's, of the release of that page", async () => {
  const { port, sent } = await startSink();
  const child = await run({ SENTRY_DSN: `http://key@127.0.0.1:${port}/7`, DD_VERSION: "v-1" });
  child.tell("browser");
  await vi.waitFor(() => expect(sent).toHaveLength(2), soon);
  const event = JSON.parse(sent[1]?.body.split("\n")[2] ?? "");
  expect(event).toMatchObject({
    platform: "javascript",
    release: "v-0",
    exception: { values: [{ type: "TypeError", value: "no row for [email]" }] },
  });
  expect(event.exception.values[0].stacktrace.frames).toMatchObject([
    { filename: "https://console.example/_next/static/chunks/a.js", function: "open", lineno: 1, colno: 20 },
  ]);
  expect(event.contexts.runtime).toEqual({ name: "browser" });
  for (const text of personal) expect(sent[1]?.body).not.toContain(text);
  expect(await child.say("end")).toBe(0);
});

test("an error that nobody caught is reported before the process ends with code 1", async () => {
  const { port, sent } = await startSink();
  const child = await run({ SENTRY_DSN: `http://key@127.0.0.1:${port}/7` });
  await vi.waitFor(() => expect(sent).toHaveLength(1), soon);
  expect(await child.say("throw")).toBe(1);
  expect(sent[1]?.body).toContain("nobody caught [email]");
  expect(child.output()).toContain("nobody caught");
});

test.each([
  ["nobody listens", "http://key@127.0.0.1:9/7"],
  ["it is another's", "http://key@127.0.0.1:9/not-a-project"],
])("a Sentry where %s harms nobody", async (_name, dsn) => {
  const child = await run({ SENTRY_DSN: dsn });
  expect(child.told).toMatchObject({ statusCode: 200 });
  expect(await child.say("end")).toBe(0);
});

test("an agent that is away harms nobody", async () => {
  const child = await run({ ...agent(9), DD_TRACE_ENABLED: "true" });
  expect(child.told).toMatchObject({ statusCode: 200 });
  expect(await child.say("end")).toBe(0);
});

test("settings that are wrong end the process at once, by name and without their value", async () => {
  const child = await run({ SENTRY_DSN: "not a url", DD_TRACE_ENABLED: "perhaps" });
  expect(JSON.stringify(child.told)).toMatch(/DD_TRACE_ENABLED.*SENTRY_DSN/);
  expect(JSON.stringify(child.told)).not.toMatch(/not a url|perhaps/);
});
