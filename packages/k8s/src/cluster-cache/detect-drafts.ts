import type { ChangeDraft, DetectedChange } from "../changes/change-draft.ts";
import {
  type ConfigFacts,
  detectConfigChange,
  detectHpaChange,
  detectNodeChange,
  type NodeFacts,
} from "../changes/detect-change.ts";
import { detectWorkloadChange } from "../changes/detect-workload-change.ts";
import type { ObjectMeta } from "../kubernetes/object-meta.ts";
import type { HorizontalPodAutoscaler } from "../kubernetes/workload.ts";
import type { Change } from "../reflector/reflector-store.ts";
import { serviceName } from "../workloads/image-version.ts";
import type { Workload } from "../workloads/workload-row.ts";
import type { ClusterIndex } from "./cluster-index.ts";
import type { CachedKind } from "./cluster-tables.ts";

interface Identity {
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
  service: string | null;
}

const identify = (kind: string, metadata: ObjectMeta): Identity => ({
  kind,
  namespace: metadata.namespace ?? "",
  name: metadata.name,
  uid: metadata.uid,
  resourceVersion: metadata.resourceVersion,
  service: serviceName(metadata.labels, metadata.name),
});

function detectWorkload(kind: Workload["kind"], change: Change<Workload["object"]>, index: ClusterIndex) {
  const identity = identify(kind, change.item.metadata);
  const asWorkload = (object: Workload["object"]) => ({ kind, object }) as Workload;
  if (change.op === "remove") return { identity, found: [existence(identity, "was deleted")] };
  if (!change.previous) return { identity, found: [existence(identity, "was created")] };
  const replicaSets = index.listReplicaSets(change.key);
  return {
    identity,
    found: detectWorkloadChange(asWorkload(change.previous), asWorkload(change.item), replicaSets),
  };
}

function detectHpa(change: Change<HorizontalPodAutoscaler>) {
  const identity = identify("HorizontalPodAutoscaler", change.item.metadata);
  identity.service = change.item.spec.scaleTargetRef.name;
  if (change.op === "remove") return { identity, found: [existence(identity, "was deleted", "scale")] };
  const found = change.previous && detectHpaChange(change.previous, change.item);
  return { identity, found: found ? [found] : [] };
}

function detectConfig(change: Change<ConfigFacts>) {
  const { kind, labels, ...rest } = change.item;
  const { namespace, name, uid, resourceVersion } = rest;
  const service = labels["app.kubernetes.io/name"] ?? labels.app ?? null;
  const identity: Identity = { kind, namespace, name, uid, resourceVersion, service };
  if (change.op === "remove") return { identity, found: [existence(identity, "was deleted", "config")] };
  if (!change.previous) return { identity, found: [existence(identity, "was created", "config")] };
  const found = detectConfigChange(change.previous, change.item);
  return { identity, found: found ? [found] : [] };
}

function detectNode(change: Change<NodeFacts>) {
  const { name, uid, resourceVersion } = change.item;
  const identity: Identity = { kind: "Node", namespace: "", name, uid, resourceVersion, service: null };
  if (change.op === "remove") return { identity, found: [existence(identity, "was removed", "node")] };
  if (!change.previous) return { identity, found: [existence(identity, "joined", "node")] };
  const found = detectNodeChange(change.previous, change.item);
  return { identity, found: found ? [found] : [] };
}

function existence(
  { kind, name }: Identity,
  what: string,
  type: DetectedChange["type"] = "deploy",
): DetectedChange {
  return { type, summary: `${kind} ${name} ${what}`, fields: [] };
}

/** Entries of the change feed that one change makes. Kinds that only follow from others make none. */
export function detectDrafts(
  kind: CachedKind,
  change: Change<unknown>,
  context: {
    index: ClusterIndex;
    cluster: string;
    at: string;
    environmentsOf(namespace: string): readonly string[];
  },
): ChangeDraft[] {
  const typed = change as Change<never>;
  const detected = (() => {
    switch (kind) {
      case "deployments":
        return detectWorkload("Deployment", typed, context.index);
      case "rollouts":
        return detectWorkload("Rollout", typed, context.index);
      case "horizontalpodautoscalers":
        return detectHpa(typed);
      case "configmaps":
      case "secrets":
        return detectConfig(typed);
      case "nodes":
        return detectNode(typed);
      default:
        return undefined;
    }
  })();
  if (!detected) return [];
  const { cluster, at } = context;
  return context
    .environmentsOf(detected.identity.namespace)
    .flatMap((environment) =>
      detected.found.map((found) => ({ at, environment, cluster, ...detected.identity, ...found })),
    );
}
