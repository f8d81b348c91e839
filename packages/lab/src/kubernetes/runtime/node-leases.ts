import type { Clock } from "../../world/clock.ts";
import type { KubeObject, ObjectStore } from "../store/object-store.ts";
import type { NodeFaults } from "./node-faults.ts";

const LEASES = "leases.coordination.k8s.io";
const NAMESPACE = "kube-node-lease";
/** Kubelets renew at a quarter of the lease's duration. */
const DURATION_SECONDS = 40;
const RENEWAL_MS = 10_000;

interface Lease extends KubeObject {
  spec: { holderIdentity: string; leaseDurationSeconds: number; renewTime: string };
}

const microTime = (timeMs: number) => `${new Date(timeMs).toISOString().slice(0, -1)}000Z`;

/** Renews the lease of every node whose kubelet answers, now and every ten seconds. Returns the end of it. */
export function startNodeLeases(options: {
  store: ObjectStore;
  clock: Clock;
  faults: NodeFaults;
}): () => void {
  const { store, clock, faults } = options;

  function renew({ apiVersion, kind, metadata }: KubeObject): void {
    const { name, uid } = metadata;
    const spec = {
      holderIdentity: name,
      leaseDurationSeconds: DURATION_SECONDS,
      renewTime: microTime(clock.now()),
    };
    const known = store.find<Lease>(LEASES, NAMESPACE, name);
    if (known) return void store.update<Lease>(LEASES, { ...known, spec });
    store.create<Lease>(LEASES, {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name, namespace: NAMESPACE, ownerReferences: [{ apiVersion, kind, name, uid }] },
      spec,
    });
  }
  let cancel = () => {};
  function renewAll(): void {
    for (const node of store.list("nodes")) if (!faults.isLost(node.metadata.name)) renew(node);
    cancel = clock.schedule(RENEWAL_MS, renewAll);
  }
  renewAll();
  return () => cancel();
}
