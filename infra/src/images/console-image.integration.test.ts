import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { join } from "node:path";
import { ownPorts } from "@horizon/db/embedded";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { IMAGES } from "./image-catalog.ts";
import { type BuiltStage, buildStages } from "./testing/build-stages.ts";

const root = join(import.meta.dirname, "../../..");
let image: BuiltStage;
beforeAll(async () => {
  const source = IMAGES.find(({ name }) => name === "console");
  if (!source) throw new Error("No image is called console.");
  image = await buildStages(root, source.dockerfile, source.buildArgs, {
    ...process.env,
    NODE_ENV: "production",
  });
}, 600_000);
afterAll(() => image?.remove());

test("the console's image serves its pages from what it holds, and has no source map", async () => {
  const [port = 0] = await ownPorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, image.args, {
    cwd: image.folder,
    env: {
      NODE_ENV: "production",
      HOSTNAME: "127.0.0.1",
      PORT: `${port}`,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: "x".repeat(32),
      OPS_SERVER_URL: "http://127.0.0.1:9",
      OIDC_ISSUER: "https://issuer.example",
      OIDC_CLIENT_ID: "id",
      OIDC_CLIENT_SECRET: "secret",
      // Loads the tracer and the reporter; nobody is there to be sent anything.
      DD_TRACE_ENABLED: "true",
      DD_TRACE_AGENT_PORT: "9",
      SENTRY_DSN: "http://key@127.0.0.1:9/7",
      DD_VERSION: "c0ffee",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  onTestFinished(() => void child.kill("SIGKILL"));
  const page = await vi.waitFor(
    async () => {
      expect(child.exitCode, output).toBeNull();
      const response = await fetch(`${url}/sign-in`);
      expect(response.status).toBe(200);
      return response.text();
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(page).toContain('data-failures="c0ffee"');
  const [script = ""] = page.match(/\/_next\/static\/[\w./~-]+\.js/) ?? [];
  expect((await fetch(`${url}${script}`)).status).toBe(200);
  expect(globSync("apps/console/.next/**/*.map", { cwd: image.folder })).toEqual([]);

  child.kill("SIGTERM");
  await once(child, "exit");
  expect(output).not.toMatch(/EACCES|EROFS|Cannot find module/);
}, 120_000);
