import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../world/clock.ts";
import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import { isStatusError } from "../../store/status-error.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../controller-runtime.ts";
import { REFUSED_RETRY_MS } from "../create-pod.ts";
import { createEventRecorder } from "../event-recorder.ts";
import type { Pod } from "../pod.ts";
import { type ControllerRevision, templateOf } from "../revisions/controller-revision.ts";
import { ensureRevision, removeOldRevisions } from "../revisions/workload-revisions.ts";
import { claimsOf, newStatefulPod } from "./stateful-pod.ts";
import { ordinalOf, type StatefulSet } from "./stateful-set.ts";
import { planStatefulSet } from "./stateful-set-plan.ts";

/** Keeps numbered pods with names that last, made and replaced in their order. */
export function createStatefulSetController({
  store,
  clock,
}: {
  store: ObjectStore;
  clock: Clock;
}): Controller {
  const record = createEventRecorder({ store, clock, component: "statefulset-controller" });

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const statefulSet = store.find<StatefulSet>("statefulsets.apps", namespace, name);
    if (!statefulSet || statefulSet.metadata.deletionTimestamp) return;
    const update = ensureRevision(store, statefulSet);
    const current = findRevision(namespace, statefulSet.status?.currentRevision) ?? update;
    const pods = store
      .list<Pod>("pods", { namespace, ownerUid: statefulSet.metadata.uid })
      .sort((a, b) => (ordinalOf(a, statefulSet) ?? 0) - (ordinalOf(b, statefulSet) ?? 0));
    const plan = planStatefulSet({
      statefulSet,
      pods,
      currentRevision: current.metadata.name,
      updateRevision: update.metadata.name,
      nowMs: clock.now(),
    });
    const refused = plan.create.some(
      ({ ordinal, revision }) =>
        !createPod(statefulSet, ordinal, revision === update.metadata.name ? update : current),
    );
    for (const { metadata } of plan.remove) {
      store.delete("pods", namespace, metadata.name);
      const message = `delete Pod ${metadata.name} in StatefulSet ${name} successful`;
      record(statefulSet, { type: "Normal", reason: "SuccessfulDelete", message });
    }
    if (!isDeepStrictEqual(plan.status, statefulSet.status))
      store.updateStatus<StatefulSet>("statefulsets.apps", { ...statefulSet, status: plan.status });
    removeOldRevisions(store, statefulSet, pods, [update.metadata.name, current.metadata.name]);
    const wait = refused ? REFUSED_RETRY_MS : plan.requeueAfterMs;
    return wait === undefined ? undefined : { requeueAfterMs: wait };
  }

  const findRevision = (namespace: string, name: string | undefined) =>
    name === undefined
      ? undefined
      : store.find<ControllerRevision>("controllerrevisions.apps", namespace, name);

  /** False when the pod, or a claim of it, is refused. */
  function createPod(statefulSet: StatefulSet, ordinal: number, of: ControllerRevision): boolean {
    const revision = of.metadata.name;
    const pod = newStatefulPod(statefulSet, ordinal, { revision, template: templateOf(of) });
    const name = `${statefulSet.metadata.name}-${ordinal}`;
    const place = `in StatefulSet ${statefulSet.metadata.name}`;
    try {
      ensureClaims(statefulSet, name);
      store.create<Pod>("pods", pod);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      const message = `create Pod ${name} ${place} failed error: ${error.message}`;
      record(statefulSet, { type: "Warning", reason: "FailedCreate", message });
      return false;
    }
    const message = `create Pod ${name} ${place} successful`;
    record(statefulSet, { type: "Normal", reason: "SuccessfulCreate", message });
    return true;
  }

  function ensureClaims(statefulSet: StatefulSet, pod: string): void {
    const { namespace = "" } = statefulSet.metadata;
    for (const [index, { claimName }] of claimsOf(statefulSet, pod).entries()) {
      const template = statefulSet.spec.volumeClaimTemplates?.[index];
      if (!template || store.find("persistentvolumeclaims", namespace, claimName)) continue;
      const { matchLabels = {} } = statefulSet.spec.selector;
      store.create<KubeObject>("persistentvolumeclaims", {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: claimName, namespace, labels: { ...template.metadata.labels, ...matchLabels } },
        spec: template.spec,
      });
      const message = `create Claim ${claimName} Pod ${pod} in StatefulSet ${statefulSet.metadata.name} success`;
      record(statefulSet, { type: "Normal", reason: "SuccessfulCreate", message });
    }
  }

  return {
    name: "statefulset",
    reconcile,
    watches: [
      { resource: "statefulsets.apps", map: ownKey },
      { resource: "pods", map: ownerKey("StatefulSet") },
    ],
  };
}
