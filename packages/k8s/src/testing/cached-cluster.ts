import type { WorkloadRow } from "@horizon/contracts";
import { expect, onTestFinished } from "vitest";
import type { ChangeDraft } from "../changes/change-draft.ts";
import type { ClusterCache } from "../cluster-cache/cluster-cache.ts";
import type { RowChange } from "../cluster-cache/cluster-rows.ts";
import { createClusterCache } from "../cluster-cache/create-cluster-cache.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import { eventually } from "./eventually.ts";
import { type FakeCluster, startFakeCluster } from "./fake-cluster.ts";
import { canaryReplicaSets, hpaOf, podOf, rolloutOf } from "./fixtures.ts";
import { silentLogger } from "./scripted-api-server.ts";

export interface CachedCluster {
  cluster: FakeCluster;
  cache: ClusterCache;
  /** Every row and change that it published. */
  rows: RowChange[];
  drafts: ChangeDraft[];
  /** The row of the Rollout. */
  workload(): WorkloadRow | undefined;
}

/** A pod of a ReplicaSet of the canary. */
export const podOfReplicaSet = (name: string, hash: string, rest: Parameters<typeof podOf>[1] = {}) =>
  podOf(name, {
    ...rest,
    metadata: {
      labels: { app: "web", "rollouts-pod-template-hash": hash },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: `web-${hash}`,
          uid: `uid-web-${hash}`,
          controller: true,
        },
      ],
      ...rest.metadata,
    },
  });

/** A live cache of a cluster with a canary on its way: one old and one new pod. Both end with the test. */
export async function startCachedCluster(): Promise<CachedCluster> {
  const cluster = await startFakeCluster();
  cluster.put("rollouts", rolloutOf());
  for (const replicaSet of canaryReplicaSets()) cluster.put("replicasets", replicaSet);
  cluster.put("pods", podOfReplicaSet("web-old-1", "old"));
  cluster.put("pods", podOfReplicaSet("web-new-1", "new"));
  cluster.put("horizontalpodautoscalers", hpaOf(3, 20));
  cluster.put("pods", podOf("elsewhere", { metadata: { namespace: "kube-system" } }));
  const rows: RowChange[] = [];
  const drafts: ChangeDraft[] = [];
  const cache = createClusterCache({
    cluster: { name: "test", region: "local" },
    environments: [
      {
        id: "production",
        title: "Production",
        cluster: "test",
        namespaces: ["horizon-test"],
        tier: "production",
      },
    ],
    client: cluster.client,
    clock: createSystemClock(),
    logger: silentLogger,
    reflector: { baseDelayMs: 5, maxDelayMs: 20, probeGraceMs: 20, reprobeMs: 600_000, lostReprobeMs: 20 },
    probeIntervalMs: 60,
    maxEvents: 3,
  });
  cache.subscribe({
    onRows: (changes) => void rows.push(...changes),
    onChanges: (found) => void drafts.push(...found),
    onFreshness: () => {},
  });
  cache.start();
  onTestFinished(async () => {
    await cache.stop();
    await cluster.close();
  });
  await eventually(() => expect(cache.freshness().state).toBe("live"));
  return { cluster, cache, rows, drafts, workload: () => cache.rows.table("workload").get("uid-web") };
}
