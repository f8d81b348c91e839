import { kubectlRequest, type LabCluster } from "./lab-cluster.ts";

const namespace = "horizon-load";
/** As many as the rows of one flush that the targets speak of. */
export const probeCount = 200;

/**
 * Deployments without pods whose version label the bench moves on: each move is one change at the API server that every
 * subscriber must receive. Paused, so that no ReplicaSet follows.
 */
export async function createProbes(cluster: LabCluster): Promise<void> {
  for (let index = 0; index < probeCount; index++) {
    await kubectlRequest(cluster, "POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, probe(index));
  }
}

/** Moves one probe to a new version; resolves when the API server has answered. */
export async function moveProbe(cluster: LabCluster, sequence: number): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/probe-${sequence % probeCount}`;
  const labels = { "app.kubernetes.io/version": `t${sequence}` };
  await kubectlRequest(cluster, "PATCH", path, { spec: { template: { metadata: { labels } } } });
}

function probe(index: number): object {
  const labels = { app: `probe-${index}` };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `probe-${index}`, namespace, labels },
    spec: {
      replicas: 0,
      paused: true,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, "app.kubernetes.io/version": "t0" } },
        spec: { containers: [{ name: "main", image: "registry.lab/probe:1" }] },
      },
    },
  };
}
