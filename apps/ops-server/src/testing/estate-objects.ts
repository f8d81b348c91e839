import type { ScriptedCluster } from "./scripted-cluster.ts";

const template = (image: string) => ({
  metadata: { labels: { app: "api" } },
  spec: { containers: [{ name: "api", image }] },
});

const replicaSet = (
  hash: string,
  revision: number,
  image: string,
  owner: { kind: string; name: string; uid: string },
) => ({
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: {
    name: `${owner.name}-${hash}`,
    labels: { app: "api", "rollouts-pod-template-hash": hash, "pod-template-hash": hash },
    annotations: {
      "rollout.argoproj.io/revision": String(revision),
      "deployment.kubernetes.io/revision": String(revision),
    },
    ownerReferences: [{ apiVersion: "v1", controller: true, ...owner }],
  },
  spec: { replicas: 2, template: template(image) },
  status: { replicas: 2, readyReplicas: 2, availableReplicas: 2 },
});

/** A canary of `name` that waits for a person at its second step of four. */
export function putPausedCanary(cluster: ScriptedCluster, name = "api"): void {
  const { metadata } = cluster.put("rollouts", {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 4,
      template: template("registry.example/api:2.0.0"),
      strategy: { canary: { steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: {} }] } },
    },
    status: {
      phase: "Paused",
      observedGeneration: "1",
      currentPodHash: "new",
      stableRS: "old",
      currentStepIndex: 1,
      controllerPause: true,
      pauseConditions: [{ reason: "CanaryPauseStep", startTime: "2026-01-01T00:00:00Z" }],
      readyReplicas: 4,
    },
  });
  const owner = { kind: "Rollout", name, uid: metadata.uid };
  cluster.put("replicasets", replicaSet("old", 1, "registry.example/api:1.0.0", owner));
  cluster.put("replicasets", replicaSet("new", 2, "registry.example/api:2.0.0", owner));
}

/** What the controller does once it has seen that the pause was lifted. */
export function moveToStep(cluster: ScriptedCluster, stepIndex: number, name = "api"): void {
  cluster.change("rollouts", name, {
    status: {
      currentStepIndex: stepIndex,
      controllerPause: true,
      pauseConditions: [{ reason: "CanaryPauseStep", startTime: "2026-01-01T00:01:00Z" }],
    },
  });
}

/** A Deployment of three pods, with one older revision to go back to. */
export function putDeployment(cluster: ScriptedCluster, name = "worker"): void {
  const { metadata } = cluster.put("deployments", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: { app: name }, annotations: { "deployment.kubernetes.io/revision": "2" } },
    spec: { replicas: 3, template: template("registry.example/api:2.0.0") },
    status: {
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    },
  });
  const owner = { kind: "Deployment", name, uid: metadata.uid };
  cluster.put("replicasets", replicaSet("w1", 1, "registry.example/api:1.0.0", owner));
  cluster.put("replicasets", replicaSet("w2", 2, "registry.example/api:2.0.0", owner));
}
