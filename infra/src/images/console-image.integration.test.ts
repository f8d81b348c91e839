import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { ownPorts } from "@horizon/db/embedded";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { IMAGES } from "./image-catalog.ts";
import { type BuiltStage, buildStages } from "./testing/build-stages.ts";

const root = join(import.meta.dirname, "../../..");
const nextDir = join(root, "apps/console/.next");
/** Written when a build of this machine has ended; while one is at work its cache is not whole. */
const isBuilt = () => existsSync(join(nextDir, "horizon-sources"));

let image: BuiltStage;
beforeAll(async () => {
  const source = IMAGES.find(({ name }) => name === "console");
  if (!source) throw new Error("No image is called console.");
  image = await buildStages(root, {
    ...source,
    machine: { ...process.env, NODE_ENV: "production" },
    caches: isBuilt() ? { "/app/apps/console/.next/cache": join(nextDir, "cache") } : {},
  });
}, 600_000);
afterAll(() => image?.remove());

/** Loads the tracer and the reporter; nobody is there to be sent anything. */
const observed = {
  DD_TRACE_ENABLED: "true",
  DD_TRACE_AGENT_PORT: "9",
  SENTRY_DSN: "http://key@127.0.0.1:9/7",
  DD_VERSION: "c0ffee",
};
const secret = "x".repeat(32);

interface Started {
  readonly url: string;
  readonly output: () => string;
  /** What it said, of which each line must be JSON. */
  readonly lines: () => Record<string, unknown>[];
  readonly stop: () => Promise<void>;
}

async function start(
  args: readonly string[],
  cwd: string,
  { path, ...env }: Record<string, string> & { path: string },
): Promise<Started> {
  const [port = 0] = await ownPorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      NODE_ENV: "production",
      HOSTNAME: "127.0.0.1",
      HOST: "127.0.0.1",
      PORT: `${port}`,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: secret,
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  onTestFinished(() => void child.kill("SIGKILL"));
  await vi.waitFor(
    async () => {
      expect(child.exitCode, output).toBeNull();
      expect((await fetch(`${url}${path}`)).status).toBe(200);
    },
    { timeout: 60_000, interval: 200 },
  );
  return {
    url,
    output: () => output,
    lines: () =>
      output
        .trimEnd()
        .split("\n")
        .map((line) => {
          try {
            return JSON.parse(line) as Record<string, unknown>;
          } catch {
            throw new Error(`Not a line of JSON: ${line}`);
          }
        }),
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

const startConsole = (env: Record<string, string>) =>
  start(image.args, image.folder, { path: "/sign-in", ...env });

test("the console's image serves its pages from what it holds, and has no source map", async () => {
  const console = await startConsole({
    OPS_SERVER_URL: "http://127.0.0.1:9",
    OIDC_ISSUER: "https://issuer.example",
    OIDC_CLIENT_ID: "id",
    OIDC_CLIENT_SECRET: "secret",
    ...observed,
  });
  const page = await (await fetch(`${console.url}/sign-in`)).text();
  expect(page).toContain('data-failures="c0ffee"');
  const [script = ""] = page.match(/\/_next\/static\/[\w./~-]+\.js/) ?? [];
  expect((await fetch(`${console.url}${script}`)).status).toBe(200);
  expect(globSync("apps/console/.next/**/*.map", { cwd: image.folder })).toEqual([]);
  await console.stop();
  expect(console.output()).not.toMatch(/EACCES|EROFS|Cannot find module/);
}, 120_000);

/** Presses the button of the first person, as a browser without scripts does. */
async function signInWithOneClick(url: string, headers: Record<string, string>): Promise<Response> {
  const page = await (await fetch(`${url}/sign-in`)).text();
  const [form = ""] = page.match(/<form.*?<\/form>/s) ?? [];
  const body = new FormData();
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    body.set(/name="([^"]*)"/.exec(input)?.[1] ?? "", /value="([^"]*)"/.exec(input)?.[1] ?? "");
  }
  body.set("email", "ada.admin@horizon.example");
  return fetch(`${url}/sign-in?q=Ada+Lovelace`, {
    method: "POST",
    body,
    headers: { origin: url, ...headers },
    redirect: "manual",
  });
}

test.each([
  ["without a tracer", {}],
  ["with the tracer", observed],
])(
  "%s all that the console says is JSON, and its failure has the trace of ops-server's",
  async (_, settings) => {
    const opsServer = await start([join(root, "apps/ops-server/src/api.ts")], root, {
      path: "/health/live",
      // Nobody is there: signing in fails.
      DATABASE_URL: "postgresql://horizon_ops:secret@127.0.0.1:9/horizon",
      CONSOLE_ORIGIN: "http://127.0.0.1",
      CLUSTERS_FILE: join(root, "infra/images/compose/clusters.yaml"),
      ...settings,
    });
    const console = await startConsole({
      OPS_SERVER_URL: opsServer.url,
      SIGN_IN_PEOPLE: JSON.stringify([
        { email: "ada.admin@horizon.example", name: "Ada Admin", role: "admin" },
      ]),
      ...settings,
    });
    const given = "0af7651916cd43dd8448eb211c80319c";
    const requests: Record<string, string>[] = [{}, { traceparent: `00-${given}-b7ad6b7169203331-01` }];
    for (const headers of requests) {
      const answer = await signInWithOneClick(console.url, headers);
      expect(answer.headers.get("location")).toContain("error=Unavailable");
    }
    const failed = (lines: Record<string, unknown>[], text: string) =>
      lines.filter(({ level, msg }) => level === "error" && msg === text).map(({ traceId }) => traceId);
    await vi.waitFor(() => {
      const traces = failed(console.lines(), "somebody could not be signed in");
      expect(traces).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), given]);
      expect(traces[0]).not.toBe(given);
      expect(failed(opsServer.lines(), "request failed")).toEqual(traces);
    });
    expect(console.lines()).toContainEqual(expect.objectContaining({ name: "console", level: "info" }));
    expect(console.output()).toContain("Ready in");
    for (const text of ["Lovelace", "ada.admin", "b7ad6b7169203331", secret]) {
      expect(console.output()).not.toContain(text);
    }
    await Promise.all([console.stop(), opsServer.stop()]);
  },
  120_000,
);

test("settings that are wrong end the console with a line that names them", async () => {
  const [port = 0] = await ownPorts(1);
  const child = spawn(process.execPath, image.args, {
    cwd: image.folder,
    env: {
      NODE_ENV: "production",
      HOSTNAME: "127.0.0.1",
      PORT: `${port}`,
      NEXTAUTH_URL: "http://no-tls.example",
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const [code] = await once(child, "exit");
  expect(code).not.toBe(0);
  const errors = output.split("\n").filter((line) => line.includes('"level":"error"'));
  expect(errors.join()).toMatch(/NEXTAUTH_SECRET.*NEXTAUTH_URL.*OPS_SERVER_URL/);
  expect(output).not.toContain("no-tls.example");
}, 60_000);
