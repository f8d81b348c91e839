import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type Lab, startLab } from "./start-lab.ts";

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string; "certificate-authority-data": string } }[];
  contexts: { name: string }[];
  users: { name: string; user: { token: string } }[];
}

let lab: Lab;
const dataDir = mkdtempSync(join(tmpdir(), "horizon-lab-"));
beforeAll(async () => {
  lab = await startLab({
    dataDir,
    seed: 1,
    ports: { control: 0, providers: 0, production: 0, staging: 0, dr: 0 },
  });
});
afterAll(async () => {
  await lab.close();
  rmSync(dataDir, { recursive: true });
});

function ask(
  cluster: string,
  path: string,
): Promise<{ status: number; body: { items?: { metadata: { name: string } }[] } }> {
  const config = parse(readFileSync(lab.kubeconfig, "utf8")) as Kubeconfig;
  const server = config.clusters.find(({ name }) => name === cluster)?.cluster;
  const token = config.users.find(({ name }) => name === `ops-server@${cluster}`)?.user.token;
  const ca = Buffer.from(server?.["certificate-authority-data"] ?? "", "base64");
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(`${server?.server}${path}`, { ca, headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    }).on("error", reject);
  });
}

test("the kubeconfig has a context for each cluster, and ops-server's credentials read its workloads", async () => {
  const { contexts } = parse(readFileSync(lab.kubeconfig, "utf8")) as Kubeconfig;
  expect(contexts.map(({ name }) => name)).toEqual(expect.arrayContaining(["production", "staging", "dr"]));
  const { status, body } = await ask(
    "production",
    "/apis/argoproj.io/v1alpha1/namespaces/horizon-production/rollouts",
  );
  expect(status).toBe(200);
  expect(body.items?.map(({ metadata }) => metadata.name)).toContain("dispute-service");
  expect(
    (await ask("staging", "/apis/apps/v1/namespaces/horizon-staging/deployments")).body.items,
  ).toHaveLength(8);
});

test("ops-server by itself reads no secrets", async () => {
  expect((await ask("production", "/api/v1/namespaces/horizon-production/secrets")).status).toBe(403);
});

test("api-server-down is seen by clients of production alone, until calm", async () => {
  const scenario = (name: string) => fetch(`${lab.controlUrl}/scenarios/${name}`, { method: "POST" });
  await scenario("api-server-down");
  await expect(ask("production", "/version")).rejects.toThrow();
  expect((await ask("dr", "/version")).status).toBe(200);
  await scenario("calm");
  expect((await ask("production", "/version")).status).toBe(200);
});

test("a lab that is closed answers nowhere and can be started again in the same place", async () => {
  const options = {
    dataDir: join(dataDir, "second"),
    seed: 1,
    ports: { control: 0, providers: 0, production: 0, staging: 0, dr: 0 },
  };
  const second = await startLab(options);
  await second.close();
  await expect(fetch(second.controlUrl)).rejects.toThrow();
  const third = await startLab(options);
  expect(existsSync(third.kubeconfig)).toBe(true);
  await third.close();
});
