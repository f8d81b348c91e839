import { afterAll, beforeAll, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "../../testing/api-client.ts";
import { type RunningCluster, startRunningCluster } from "../../testing/running-cluster.ts";
import { deployment, deploymentsPath } from "../../testing/sample-objects.ts";
import type { PodDisruptionBudget } from "../controllers/disruption-controller.ts";
import { isPodReady, type Pod } from "../controllers/pod.ts";

let cluster: RunningCluster;
let api: ApiClient;
beforeAll(async () => {
  cluster = await startRunningCluster();
  api = createApiClient(cluster.server.url, cluster.server.caPem, cluster.tokens.admin);
});
afterAll(async () => {
  api.close();
  await cluster.close();
});

const readyPods = (app: string) =>
  cluster.store.list<Pod>("pods", { namespace: "default", labels: { app } }).filter(isPodReady);
const budgetOf = (name: string) =>
  cluster.store.find<PodDisruptionBudget>("poddisruptionbudgets.policy", "default", name);
const evict = (name: string) =>
  api("POST", `/api/v1/namespaces/default/pods/${name}/eviction`, { body: { metadata: { name } } });

/** Two ready pods and their budget, of which the controller has said something. */
async function guard(app: string, bounds: object): Promise<string[]> {
  await api("POST", deploymentsPath, { body: deployment(app, { replicas: 2 }) });
  await expect.poll(() => readyPods(app)).toHaveLength(2);
  const spec = { ...bounds, selector: { matchLabels: { app } } };
  const path = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  expect((await api("POST", path, { body: { metadata: { name: app }, spec } })).code).toBe(201);
  await expect.poll(() => budgetOf(app)?.status?.observedGeneration).toBe(1);
  return readyPods(app).map(({ metadata }) => metadata.name);
}

it("a budget with neither bound allows no disruption, by its status and by the eviction", async () => {
  const [first = ""] = await guard("unbounded", {});
  expect(budgetOf("unbounded")?.status).toMatchObject({
    expectedPods: 0,
    currentHealthy: 2,
    desiredHealthy: 0,
    disruptionsAllowed: 0,
  });
  expect((await evict(first)).body).toMatchObject({
    code: 429,
    details: {
      causes: [
        {
          reason: "DisruptionBudget",
          message: "The disruption budget unbounded needs 0 healthy pods and has 2 currently",
        },
      ],
    },
  });
});

it("what a budget allows can be spent, and no more", async () => {
  const [first = "", second = ""] = await guard("bounded", { maxUnavailable: 1 });
  const dryRun = await api("POST", `/api/v1/namespaces/default/pods/${first}/eviction?dryRun=All`, {
    body: { metadata: { name: first } },
  });
  expect(dryRun.code).toBe(201);
  expect((await evict(first)).code).toBe(201);
  expect((await evict(second)).code).toBe(429);
  expect((await evict(first)).code).toBe(201);
});
