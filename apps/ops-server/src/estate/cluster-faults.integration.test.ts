import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putDeployment, putPausedCanary } from "../testing/estate-objects.ts";
import { eventually } from "../testing/eventually.ts";
import { errorOf, type OpsClient } from "../testing/ops-client.ts";
import type { ScriptedCluster } from "../testing/scripted-cluster.ts";
import { startTestOps, type TestOps } from "../testing/start-test-ops.ts";

describe("a cluster with a fault", () => {
  let ops: TestOps;
  let olive: OpsClient;
  beforeEach(async () => {
    ops = await startTestOps();
    putDeployment(ops.cluster);
    putPausedCanary(ops.cluster);
    olive = await ops.as("olive");
    await eventually(async () => expect(await stateNow()).toBe("live"));
  });
  afterEach(() => ops.close());

  const list = () => olive.trpc.deployments.list.query({ environment: "production" });
  const stateNow = async () => (await list()).freshness.state;
  const becomesLiveWith = (ready: number) =>
    eventually(async () => {
      const { rows, freshness } = await list();
      expect(freshness.state).toBe("live");
      expect(rows.find(({ name }) => name === "worker")?.ready).toBe(ready);
    });

  it.each<[string, Partial<ScriptedCluster["faults"]>, string[]]>([
    ["that is down", { down: true }, ["unreachable", "stale"]],
    ["that is slow", { delayMs: 5_000 }, ["unreachable", "stale"]],
    ["that does not accept us", { status: { "*": 401 } }, ["unauthorized"]],
  ])("%s: views keep what they have, say so, and recover by themselves", async (_case, faults, states) => {
    const stream = await olive.follow(["workloads:production"]);
    Object.assign(ops.cluster.faults, faults);
    await eventually(async () => {
      const { rows, freshness } = await list();
      expect(states).toContain(freshness.state);
      expect(freshness.reason).not.toBe("");
      expect(rows).toHaveLength(2);
    });
    await eventually(() => {
      const last = stream.messages.findLast((message) => message.type === "freshness");
      expect(states).toContain(last?.environments.production?.state);
    });
    Object.assign(ops.cluster.faults, { down: false, delayMs: 0, status: {} });
    ops.cluster.change("deployments", "worker", { status: { readyReplicas: 1 } });
    await becomesLiveWith(1);
    stream.close();
  });

  it("that cannot be reached: an action is refused as such, and nothing is stored as done", async () => {
    const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;
    ops.cluster.faults.down = true;
    const error = await errorOf(
      olive.trpc.actions.preview.query({ command: { action: "rollout.promote", target } }),
    );
    expect(error.appCode).toBe("UPSTREAM_UNAVAILABLE");
    expect(error.message).toBe("Cluster main cannot be reached. Try again in a moment.");
  });

  it("that forbids one kind shows the others, and says in Settings what is missing", async () => {
    await ops.close();
    ops = await startTestOps();
    putDeployment(ops.cluster);
    ops.cluster.faults.status = { analysisruns: 403 };
    await ops.restart();
    olive = await ops.as("olive");
    await becomesLiveWith(3);
    await eventually(async () => {
      const [cluster] = await olive.trpc.clusters.list.query();
      expect(cluster?.unavailableKinds.map(({ kind }) => kind)).toContain("AnalysisRun");
    });
  });

  it("that takes the right to services: open pages ask again, show none and are told why, and all of it comes back", async () => {
    const target = {
      environment: "production",
      kind: "Deployment",
      namespace: "shop",
      name: "worker",
    } as const;
    ops.cluster.put("services", {
      kind: "Service",
      metadata: { name: "worker" },
      spec: { selector: { app: "api" }, ports: [] },
    });
    const services = async () =>
      (await olive.trpc.deployments.get.query(target)).relations.filter(({ kind }) => kind === "Service");
    await eventually(async () => expect(await services()).toHaveLength(1));
    const topic = "workload:production/Deployment/shop/worker" as const;
    const stream = await olive.follow([topic]);
    const asksAgain = () =>
      stream.messages.filter((message) => message.type === "invalidate" && message.topic === topic).length;
    ops.cluster.faults.status = { services: 403 };
    await eventually(() => expect(asksAgain()).toBe(1));
    expect(await services()).toEqual([]);
    expect((await list()).freshness).toMatchObject({
      state: "live",
      reason: expect.stringMatching(/^Service cannot be read: /),
    });
    ops.cluster.faults.status = {};
    await eventually(() => expect(asksAgain()).toBe(2));
    expect(await services()).toHaveLength(1);
    expect((await list()).freshness).toMatchObject({ state: "live", reason: "" });
    stream.close();
  });

  it("whose history is gone (410) is listed again, with what was removed meanwhile", async () => {
    ops.cluster.remove("rollouts", "api");
    ops.cluster.forgetHistory();
    ops.cluster.change("deployments", "worker", { status: { readyReplicas: 2 } });
    await becomesLiveWith(2);
    // Each kind is listed again on its own, so the removal may come after the change.
    await eventually(async () => expect((await list()).rows.map(({ name }) => name)).toEqual(["worker"]));
  });

  it("whose watches are deaf: what they missed is noticed", async () => {
    ops.cluster.faults.deaf = true;
    ops.cluster.change("deployments", "worker", { status: { readyReplicas: 0 } });
    await eventually(async () => {
      const { rows } = await list();
      expect(rows.find(({ name }) => name === "worker")?.ready).toBe(0);
    });
  });
});

describe("the clusters file", () => {
  const cluster = (name: string, context: string) =>
    `{ name: ${name}, region: us-east-1, kubeconfig: "%s", context: ${context} }`;
  const environment = (id: string, clusterName: string) =>
    `{ id: ${id}, title: ${id}, cluster: ${clusterName}, tier: production, namespaces: [shop] }`;

  it.each([
    ["is not YAML", "clusters: [", /not readable YAML/],
    ["lacks its lists", "clusters: []", /environments/],
    [
      "names an unknown context",
      `clusters: [${cluster("main", "scripted")}, ${cluster("other", "moon")}]\nenvironments: [${environment("production", "main")}, ${environment("dr", "other")}]`,
      /moon/,
    ],
  ])("that %s: the rest works, and Settings says what is wrong", async (_case, clustersFile, problem) => {
    const ops = await startTestOps({ clustersFile });
    try {
      const ada = await ops.as("ada");
      const problems = await ada.trpc.clusters.problems.query();
      expect(problems.map(({ message }) => message).join()).toMatch(problem);
      expect((await ops.clientWith(null).get("/health/ready")).status).toBe(200);
      const { environments } = await ada.trpc.session.me.query();
      if (environments.some(({ id }) => id === "dr")) {
        const { rows, freshness } = await ada.trpc.deployments.list.query({ environment: "dr" });
        expect([rows, freshness.state]).toEqual([[], "misconfigured"]);
        await eventually(async () => {
          expect((await ada.trpc.deployments.list.query({ environment: "production" })).freshness.state).toBe(
            "live",
          );
        });
      }
    } finally {
      await ops.close();
    }
  });
});
