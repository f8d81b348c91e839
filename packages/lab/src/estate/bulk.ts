import type { Deployment } from "../kubernetes/controllers/deployment.ts";
import { createSeededRandom } from "../kubernetes/runtime/seeded-random.ts";
import type { ObjectStore } from "../kubernetes/store/object-store.ts";
import type { Clock } from "../world/clock.ts";
import { LOAD_NAMESPACE } from "./cluster-estate.ts";
import { createObjects, type Manifest } from "./estate-object.ts";
import { imageOf } from "./image.ts";
import { VERSION_LABEL } from "./pod-template.ts";

const PODS_PER_DEPLOYMENT = 50;
const PODS_PER_NODE = 100;
const POOL = "load";
const POOL_LABEL = "horizon.example/pool";
const BULK_LABELS = { "horizon.example/load": "bulk" };

/** Brings the load namespace to so many pods, with nodes of their own; 0 takes all away. Pods follow as controllers work. */
export function setBulkPods(store: ObjectStore, pods: number): void {
  const deployments = Math.ceil(pods / PODS_PER_DEPLOYMENT);
  const nodes = Math.ceil((pods * 1.02) / PODS_PER_NODE);
  for (let index = 0; index < nodes; index += 1) {
    const node = loadNode(index);
    if (!store.find("nodes", null, node.metadata.name)) createObjects(store, [node]);
  }
  for (let index = 0; index < deployments; index += 1) {
    const replicas = Math.min(PODS_PER_DEPLOYMENT, pods - index * PODS_PER_DEPLOYMENT);
    const manifest = bulkDeployment(index, replicas);
    const known = store.find<Deployment>("deployments.apps", LOAD_NAMESPACE, manifest.metadata.name);
    if (known) store.update<Deployment>("deployments.apps", { ...known, spec: { ...known.spec, replicas } });
    else createObjects(store, [manifest]);
  }
  for (const { metadata } of listBulkDeployments(store).slice(deployments)) {
    store.delete("deployments.apps", LOAD_NAMESPACE, metadata.name);
  }
}

/** Pods that the bulk Deployments report ready. */
export function readyBulkPods(store: ObjectStore): number {
  return listBulkDeployments(store).reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0);
}

/**
 * Changes so many bulk Deployments a second until stopped: each time one replica more or less, so that the pods, ReplicaSets
 * and statuses behind it change as well. Returns the function that stops it.
 */
export function startChurn(options: {
  store: ObjectStore;
  clock: Clock;
  changesPerSecond: number;
  seed: number;
}): () => void {
  const { store, clock, changesPerSecond, seed } = options;
  const random = createSeededRandom(seed);
  let cancel: (() => void) | undefined;
  const change = () => {
    const all = listBulkDeployments(store);
    const chosen = all[Math.floor(random() * all.length)];
    if (chosen) {
      const replicas =
        chosen.spec.replicas === PODS_PER_DEPLOYMENT ? PODS_PER_DEPLOYMENT - 1 : PODS_PER_DEPLOYMENT;
      store.update<Deployment>("deployments.apps", { ...chosen, spec: { ...chosen.spec, replicas } });
    }
    cancel = clock.schedule(1000 / changesPerSecond, change);
  };
  cancel = clock.schedule(1000 / changesPerSecond, change);
  return () => cancel?.();
}

function listBulkDeployments(store: ObjectStore): Deployment[] {
  return store.list<Deployment>("deployments.apps", { namespace: LOAD_NAMESPACE, labels: BULK_LABELS });
}

function bulkDeployment(index: number, replicas: number): Manifest {
  const name = `load-${String(index).padStart(3, "0")}`;
  const labels = { app: name, ...BULK_LABELS };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: LOAD_NAMESPACE, labels },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { ...labels, [VERSION_LABEL]: "1.0.0" } },
        spec: {
          nodeSelector: { [POOL_LABEL]: POOL },
          tolerations: [{ key: POOL_LABEL, value: POOL, effect: "NoSchedule" }],
          containers: [
            {
              name: "main",
              image: imageOf("load", "1.0.0"),
              resources: { requests: { cpu: "10m", memory: "16Mi" } },
            },
          ],
        },
      },
    },
  };
}

function loadNode(index: number): Manifest {
  const name = `load-${String(index).padStart(3, "0")}.ec2.internal`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, [POOL_LABEL]: POOL } },
    spec: { taints: [{ key: POOL_LABEL, value: POOL, effect: "NoSchedule" }] },
    status: {
      capacity: { cpu: "32", memory: "128Gi", pods: "110" },
      allocatable: { cpu: "31", memory: "120Gi", pods: "110" },
      addresses: [{ type: "InternalIP", address: `10.9.${index >> 8}.${index & 255}` }],
    },
  };
}
