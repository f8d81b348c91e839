import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterCommand } from "@horizon/contracts";
import { createIntent, getIntent, listKubeEvents } from "@horizon/db";
import { createLogger } from "@horizon/logger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseEnv } from "../../env.ts";
import { startApi } from "../../start-api.ts";
import { moveToStep, putDeployment, putPausedCanary } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import type { OpsClient } from "../../testing/ops-client.ts";
import { startScriptedCluster } from "../../testing/scripted-cluster.ts";
import { kubeconfigOf, startTestOps, type TestOps } from "../../testing/start-test-ops.ts";

const target = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;

const eventOf = (name: string, involvedName: string, kind: string, at: Date) =>
  ({
    kind: "Event",
    metadata: { name },
    involvedObject: { kind, name: involvedName, namespace: "shop" },
    reason: name,
    message: "happened",
    type: "Normal",
    lastTimestamp: at.toISOString(),
  }) as never;

describe("the change feed", () => {
  let ops: TestOps;
  let olive: OpsClient;
  beforeEach(async () => {
    ops = await startTestOps();
    putPausedCanary(ops.cluster);
    olive = await ops.as("olive");
    await eventually(async () => {
      expect((await olive.trpc.rollouts.list.query({ environment: "production" })).freshness.state).toBe(
        "live",
      );
    });
  });
  afterEach(() => ops.close());

  async function execute(command: ClusterCommand) {
    const { seen } = await olive.trpc.actions.preview.query({ command });
    return olive.trpc.actions.execute.mutate({
      idempotencyKey: randomUUID(),
      command,
      reason: "error rate is fine",
      seen,
    });
  }
  const entries = async () => (await olive.trpc.changes.list.query({ environment: "production" })).entries;

  it("says of a step that a person brought about who it was and why, and so does the rollout's history", async () => {
    const stream = await olive.follow(["changes:production"]);
    const intent = await execute({ action: "rollout.promote", target });
    moveToStep(ops.cluster, 3);
    const entry = await eventually(async () => {
      const found = (await entries()).find(({ summary }) => summary.includes("step 4 of 4"));
      expect(found).toMatchObject({
        actor: "olive",
        reason: "error rate is fine",
        intentId: intent.id,
        service: "api",
      });
      return found;
    });
    expect(await olive.trpc.changes.get.query({ id: entry?.id ?? "" })).toEqual(entry);
    await eventually(async () => {
      const [newest] = await olive.trpc.rollouts.history.query(target);
      expect(newest).toMatchObject({ revision: 2, version: "2.0.0", outcome: "running" });
      expect(newest?.steps.at(-1)).toMatchObject({ actor: "olive", reason: "error rate is fine" });
    });
    await eventually(() => {
      expect(stream.messages).toContainEqual(
        expect.objectContaining({ type: "invalidate", topic: "changes:production" }),
      );
    });
    stream.close();
  });

  it("says who rolled back, and when, of the revision that an old template becomes", async () => {
    putDeployment(ops.cluster);
    // The newer first: never is the newer revision's the older ReplicaSet, as after a rollback that nobody watched.
    const days = ["2026-01-02T10:00:00Z", "2026-01-01T10:00:00Z"];
    for (const [index, name] of ["api-new", "api-old", "worker-w2", "worker-w1"].entries()) {
      ops.cluster.change("replicasets", name, { metadata: { creationTimestamp: days[index % 2] } });
    }
    const beganAt = new Date().toISOString();
    const worker = {
      environment: "production",
      kind: "Deployment",
      namespace: "shop",
      name: "worker",
    } as const;
    const revision = (key: string, value: string) => ({ metadata: { annotations: { [key]: value } } });
    const ofRollout = "rollout.argoproj.io/revision";
    const ofDeployment = "deployment.kubernetes.io/revision";
    await execute({ action: "workload.rollBack", target, revision: 1 });
    await execute({ action: "workload.rollBack", target: worker, revision: 1 });
    // The controllers number the workload first; that its ReplicaSet has the number is seen later.
    const rollout = ops.cluster.change("rollouts", "api", revision(ofRollout, "3"));
    ops.cluster.change("rollouts", "api", {
      status: { observedGeneration: `${rollout.metadata.generation}`, currentPodHash: "old" },
    });
    const deployment = ops.cluster.change("deployments", "worker", revision(ofDeployment, "3"));
    ops.cluster.change("deployments", "worker", {
      status: { observedGeneration: deployment.metadata.generation },
    });
    await eventually(async () => {
      const made = (await entries()).filter(({ type, actor }) => type === "deploy" && actor === "olive");
      expect(made).toHaveLength(2);
    });
    ops.cluster.change("replicasets", "api-old", revision(ofRollout, "3"));
    ops.cluster.change("replicasets", "worker-w1", {
      metadata: { annotations: { [ofRollout]: null, [ofDeployment]: "3" } },
    });

    const byOlive = { revision: 3, version: "1.0.0", actor: "olive", reason: "error rate is fine" };
    await eventually(async () => {
      const [newest] = await olive.trpc.rollouts.history.query(target);
      expect(newest).toMatchObject(byOlive);
      expect((newest?.startedAt ?? "") >= beganAt).toBe(true);
    });
    await eventually(async () => {
      const { revisions } = await olive.trpc.deployments.get.query(worker);
      expect(revisions).toMatchObject([byOlive, { revision: 2, actor: null }]);
    });
  });

  it("knows who it was however many actions were asked for meanwhile", async () => {
    const promoted = await getIntent(ops.db, (await execute({ action: "rollout.promote", target })).id);
    await Promise.all(
      Array.from({ length: 210 }, () => {
        const {
          id: _id,
          createdAt: _created,
          updatedAt: _updated,
          actedAt: _acted,
          observedAt: _,
          ...asked
        } = promoted;
        const { request: _request, response: _response, outcome: _outcome, ...request } = asked;
        return createIntent(ops.db, { ...request, idempotencyKey: randomUUID(), state: "refused" });
      }),
    );
    moveToStep(ops.cluster, 3);
    await eventually(async () => {
      const found = (await entries()).find(({ summary }) => summary.includes("step 4 of 4"));
      expect(found).toMatchObject({ actor: "olive", intentId: promoted.id });
    });
  });

  it("names nobody for what happened by itself", async () => {
    moveToStep(ops.cluster, 3);
    await eventually(async () => {
      expect((await entries())[0]).toMatchObject({ actor: null, reason: null, type: "rollout" });
    });
  });

  it("stores a change once, though two processes see it", async () => {
    const second = await startApi({
      env: parseEnv(ops.variables),
      logger: createLogger("test", { level: "silent" }),
    });
    const isLive = () => second.context.estate.freshnessOf("production").state === "live";
    await eventually(() => expect(isLive()).toBe(true));
    moveToStep(ops.cluster, 3);
    await eventually(() => {
      const [row] = second.context.estate.getCluster("production").cache.rows.table("rollout").values();
      expect(row?.stepIndex).toBe(3);
    });
    await second.stop();
    await eventually(async () =>
      expect((await entries()).filter(({ type }) => type === "rollout")).toHaveLength(1),
    );
  });

  it("tells at the next start of deploys that nobody saw, at their own time and once", async () => {
    putDeployment(ops.cluster);
    const created = { w1: "2026-01-01T10:00:00Z", w2: "2026-01-02T10:00:00Z" };
    for (const [hash, creationTimestamp] of Object.entries(created)) {
      ops.cluster.change("replicasets", `worker-${hash}`, { metadata: { creationTimestamp } });
    }
    const unseen = async () => (await entries()).filter(({ summary }) => summary.includes("nobody watched"));
    const ofWorker = async () => (await unseen()).filter(({ name }) => name === "worker");
    for (let start = 0; start < 2; start += 1) {
      await ops.restart();
      await eventually(async () => expect(await ofWorker()).toHaveLength(1));
    }
    expect(await ofWorker()).toMatchObject([
      {
        at: "2026-01-02T10:00:00.000Z",
        type: "deploy",
        summary: "worker was deployed: 1.0.0 → 2.0.0; nobody watched",
        actor: null,
      },
    ]);
  });

  it("keeps the cluster's events after the cluster has forgotten them", async () => {
    const event = ops.cluster.put("events", eventOf("RolloutPaused", "api", "Rollout", new Date()));
    const events = () => olive.trpc.deployments.events.query(target);
    await eventually(async () =>
      expect((await events()).map(({ reason }) => reason)).toEqual(["RolloutPaused"]),
    );
    // Until it is archived, the cluster's own copy is shown.
    await ops.restart();
    ops.cluster.remove("events", event.metadata.name);
    await eventually(async () =>
      expect((await events()).map(({ reason }) => reason)).toEqual(["RolloutPaused"]),
    );
  });
});

describe("deploys of before the start", () => {
  it("of a cluster that cannot be followed hold up no other's, and come when they can", async () => {
    const odd = await startScriptedCluster();
    putDeployment(odd);
    odd.change("replicasets", "worker-w2", { metadata: { creationTimestamp: "at noon" } });
    const directory = await mkdtemp(join(tmpdir(), "horizon-kubeconfig-"));
    const kubeconfig = join(directory, "kubeconfig");
    await writeFile(kubeconfig, stringify(kubeconfigOf(odd.url)));
    const cluster = (name: string, path: string) => ({
      ...{ name, region: "us-east-1", kubeconfig: path, context: "scripted" },
    });
    const environment = (name: string) => ({
      ...{ id: name, title: name, cluster: name, namespaces: ["shop"], tier: "nonproduction" },
    });
    const ops = await startTestOps({
      clustersFile: stringify({
        clusters: [cluster("odd", kubeconfig), cluster("sound", "%s")],
        environments: [environment("odd"), environment("sound")],
      }),
      prepare: putDeployment,
    });
    try {
      const olive = await ops.as("olive");
      const unseen = async (environment: string) =>
        (await olive.trpc.changes.list.query({ environment })).entries.filter(({ summary }) =>
          summary.includes("nobody watched"),
        );
      await eventually(async () => expect(await unseen("sound")).toHaveLength(1));
      expect(await unseen("odd")).toEqual([]);
      odd.change("replicasets", "worker-w2", { metadata: { creationTimestamp: "2026-01-02T10:00:00Z" } });
      await eventually(async () => expect(await unseen("odd")).toHaveLength(1));
    } finally {
      await ops.close();
      await odd.close();
      await rm(directory, { recursive: true });
    }
  });
});

describe("events of a cluster that has more than are kept in memory", () => {
  it("are shown from the archive, however many came after them in their namespace", async () => {
    const nowMs = Date.now();
    const ops = await startTestOps({
      maxEvents: 10,
      prepare(cluster) {
        putPausedCanary(cluster);
        cluster.put("events", eventOf("RolloutPaused", "api", "Rollout", new Date(nowMs - 30 * 60_000)));
        for (let index = 0; index < 2_100; index++)
          cluster.put("events", eventOf(`pulled-${index}`, "worker-w1-a", "Pod", new Date(nowMs - index)));
      },
    });
    try {
      const olive = await ops.as("olive");
      const { cache } = ops.api.context.estate.getCluster("production");
      await eventually(async () =>
        expect(await listKubeEvents(ops.db, { limit: 3_000 })).toHaveLength(2_101),
      );
      expect(await olive.trpc.deployments.events.query(target)).toMatchObject([{ reason: "RolloutPaused" }]);
      expect(cache.listEvents().map(({ reason }) => reason)).toEqual(
        Array.from({ length: 10 }, (_, index) => `pulled-${9 - index}`),
      );
    } finally {
      await ops.close();
    }
  });
});
