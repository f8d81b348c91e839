import { qosClassOf } from "../store/defaults/pod-defaults.ts";
import { frozenCopy } from "../store/frozen-copy.ts";
import type { KubeObject, ObjectStore } from "../store/object-store.ts";
import { isJsonObject, type JsonObject, objectsAt } from "../store/read-path.ts";
import type { ResourceKind } from "../store/resource-kind.ts";
import { type LimitRange, limitFaults, withLimitDefaults } from "./limit-ranges.ts";
import { withPriority } from "./pod-priority.ts";
import { refuseCreation } from "./refuse-creation.ts";
import { formatAmount } from "./resource-amounts.ts";

type Limited = ReturnType<typeof withLimitDefaults>;
/** Pods of a template share their spec: so do those that got the same defaults. */
const limitedSpecs = new WeakMap<object, { version: string; limited: Limited }>();

function limitedSpec(spec: JsonObject, ranges: readonly LimitRange[]): Limited {
  const version = ranges.map(({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`).join();
  const known = limitedSpecs.get(spec);
  if (known?.version === version) return known.limited;
  const limited = frozenCopy(withLimitDefaults(spec, ranges));
  limitedSpecs.set(spec, { version, limited });
  return limited;
}

/** A new pod with its priority and its namespace's defaults; 403 where a PriorityClass is missing or a limit is passed. */
export function admitPod(store: ObjectStore, kind: ResourceKind, pod: KubeObject): KubeObject {
  const prioritized = withPriority(store, pod.spec);
  if (prioritized === undefined) return pod;
  if (typeof prioritized === "string") throw refuseCreation(kind, pod, prioritized);
  const ranges = store.list<LimitRange>("limitranges", { namespace: pod.metadata.namespace ?? "" });
  if (ranges.length === 0) return prioritized === pod.spec ? pod : { ...pod, spec: prioritized };
  const { spec, note } = limitedSpec(prioritized, ranges);
  const faults = limitFaults(spec, ranges, formatAmount);
  if (faults.length > 0)
    throw refuseCreation(kind, pod, faults.length > 1 ? `[${faults.join(", ")}]` : (faults[0] ?? ""));
  const annotations = {
    ...pod.metadata.annotations,
    ...(note ? { "kubernetes.io/limit-ranger": note } : {}),
  };
  const status = isJsonObject(pod.status) ? pod.status : {};
  return {
    ...pod,
    metadata: note ? { ...pod.metadata, annotations } : pod.metadata,
    spec,
    status: { ...status, qosClass: qosClassOf(objectsAt(spec, ["containers"])) },
  };
}
