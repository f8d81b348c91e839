import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceNames } from "@horizon/contracts/backend";
import { createTestDatabase, ownPorts, type TestDatabase } from "@horizon/db/embedded";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../../..");
const { services } = parse(readFileSync(join(root, "compose.yaml"), "utf8"), { merge: true }) as {
  services: Record<string, { environment?: Record<string, string> }>;
};
let database: TestDatabase;
let port: number;
beforeAll(async () => {
  database = await createTestDatabase();
  [port = 0] = await ownPorts(1);
});
afterAll(() => database.close());

/** What a process of the repository says until it is ready or ends, with the settings of its container and nothing else. */
function start(entry: string, settings: Record<string, string>): Promise<string> {
  const env = { NODE_ENV: "production" as const, ...settings };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, entry)], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += String(chunk);
        if (said.includes('"ready":true')) child.kill("SIGKILL");
      });
    }
    child.once("exit", () => resolve(said));
  });
}

const environmentOf = (name: string) => services[name]?.environment ?? {};

test.each(serviceNames)("%s starts with the settings that its container has", async (name) => {
  const { DATABASE_URL, ...env } = environmentOf(name);
  const schema = DATABASE_URL === undefined ? null : /horizon_(\w+):/.exec(DATABASE_URL)?.[1];
  const said = await start("apps/backend/src/main.ts", {
    ...env,
    SERVICE: name,
    // This machine's instead of the containers': the database, the port, and the clock, which is asked for at the start.
    ...(schema
      ? { DATABASE_URL: database.serviceUrl(schema as Parameters<TestDatabase["serviceUrl"]>[0]) }
      : {}),
    HOST: "127.0.0.1",
    PORT: `${port}`,
    BUSINESS_CLOCK_URL: "",
  });
  expect(said).toContain('"ready":true');
});

test.each(["ops-server", "ops-worker"])(
  "%s starts with the settings that its container has",
  async (name) => {
    const said = await start(`apps/ops-server/src/${name === "ops-server" ? "api" : "worker"}.ts`, {
      ...environmentOf(name),
      DATABASE_URL: database.url,
      CLUSTERS_FILE: join(root, "infra/images/compose/clusters.yaml"),
      PORT: `${port}`,
    });
    expect(said).toContain('"ready":true');
  },
);

test("the people of the containers can sign in, and have the roles of the console", async () => {
  const people = JSON.parse(environmentOf("console").SIGN_IN_PEOPLE ?? "[]") as {
    email: string;
    role: string;
  }[];
  const sql = readFileSync(join(root, "infra/images/compose/people.sql"), "utf8");
  const names = [...sql.matchAll(/\('([\w ]+)', '(\w+)'\)/g)];
  expect(people.map(({ email, role }) => [email, role])).toEqual(
    names.map(([, name = "", role]) => [
      `${name.split(" ")[0]?.toLowerCase()}.${role}@horizon.example`,
      role,
    ]),
  );
});
