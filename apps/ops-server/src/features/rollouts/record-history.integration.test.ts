import { type Change, listRolloutHistory } from "@horizon/db";
import { expect, it } from "vitest";
import { putPausedCanary } from "../../testing/estate-objects.ts";
import { eventually } from "../../testing/eventually.ts";
import { startTestOps } from "../../testing/start-test-ops.ts";
import { createHistoryRecorder } from "./record-history.ts";

it("what two replicas write of one rollout at the same time is all there", async () => {
  const ops = await startTestOps({ prepare: putPausedCanary });
  const { context } = ops.api;
  const rollout = await eventually(() => {
    const [cluster] = context.estate.listClusters();
    const workload = cluster?.cache.index.findWorkloadByName("Rollout", "shop", "api");
    if (!cluster || !workload) throw new Error("the rollout is not there yet");
    return { cluster: cluster.name, uid: workload.object.metadata.uid };
  });
  const changeOf = (summary: string): Change => ({
    id: summary,
    at: new Date("2026-11-29T10:00:00Z"),
    environment: "production",
    namespace: "shop",
    kind: "Rollout",
    name: "api",
    service: "api",
    changeType: "rollout",
    summary,
    fields: [],
    actor: null,
    reason: null,
    intentId: null,
    generation: null,
    resourceVersion: "1",
    ...rollout,
  });
  const summaries = Array.from({ length: 20 }, (_, n) => `change ${n}`);
  const replicas = [createHistoryRecorder(context), createHistoryRecorder(context)];
  for (const [n, summary] of summaries.entries()) replicas[n % 2]?.add([changeOf(summary)]);
  await Promise.all(replicas.map((replica) => replica.stop()));
  const [newest] = await listRolloutHistory(ops.db, { ...rollout, limit: 1 });
  expect(newest?.steps.map(({ text }) => text).sort()).toEqual(summaries.toSorted());
  await ops.close();
});
