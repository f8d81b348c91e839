import { beforeAll, expect } from "vitest";
import type { VersionedObjectStore } from "../kubernetes/store/versioned-object-store.ts";
import { type ServedKubectl, serveKubectl } from "./served-kubectl.ts";

export interface ServedShop extends ServedKubectl {
  /** Runs a command that must succeed and gives what it printed. */
  ok(args: string, input?: string): Promise<string>;
}

/** A Deployment `web` of two containers and a Rollout `api`, both of an image. */
export const shopManifest = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "${image}", ports: [{ containerPort: 8080 }] }
        - { name: proxy, image: "proxy:1" }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: api, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers: [{ name: api, image: "${image}" }]
`;

/** An API server whose namespace `shop` holds them and two pods of `web`, for all tests of the file that awaits this at its top. */
export async function serveShop(): Promise<ServedShop> {
  const served = await serveKubectl();
  const ok: ServedShop["ok"] = async (args, input) => {
    const { code, stdout, stderr } = await served.kubectl(args.split(" "), input);
    expect(stderr).not.toMatch(/error/i);
    expect(code).toBe(0);
    return stdout;
  };
  beforeAll(async () => {
    await ok("apply -f -", shopManifest("web:1"));
    createPod(served.store, "web-1", "Running", 1);
    createPod(served.store, "web-2", "Pending");
  });
  return { ...served, ok };
}

function createPod(store: VersionedObjectStore, name: string, phase: string, restarts = 0): void {
  const containers = ["web", "proxy"];
  const pod = store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop", labels: { app: "web" } },
    spec: {
      nodeName: "node-1",
      containers: containers.map((container) => ({ name: container, image: "x:1" })),
    },
  });
  const lastState = restarts ? { terminated: { exitCode: 1, reason: "Error" } } : {};
  const containerStatuses = containers.map((container) => ({
    name: container,
    ready: true,
    restartCount: restarts,
    image: "x:1",
    imageID: "",
    state: { running: { startedAt: pod.metadata.creationTimestamp } },
    lastState,
  }));
  store.updateStatus("pods", { ...pod, status: { phase, podIP: "10.0.0.1", containerStatuses } });
}
