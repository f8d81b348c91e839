import type { Clock } from "../../../world/clock.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../../controllers/controller-runtime.ts";
import { kubeTime } from "../../controllers/pod.ts";
import { controllerReference } from "../../store/controller-reference.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { analysisRunSpec } from "../analysis/analysis-templates.ts";
import { type AnalysisRun, isCompletedPhase } from "../model/analysis-object.ts";
import type { Experiment, ExperimentTemplate } from "../model/experiment-object.ts";
import {
  availableReplicas,
  desiredReplicas,
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  type ReplicaSet,
} from "../model/replica-set-object.ts";
import { podTemplateHash } from "../model/template-hash.ts";
import { experimentEndMs, judgeExperiment } from "./experiment-verdict.ts";
import { ensureTemplateService, serviceNameOf } from "./template-services.ts";

/** Runs the templates of an Experiment side by side, with its analyses, and takes the pods away at the end. */
export function createExperimentController({
  store,
  clock,
}: {
  store: ObjectStore;
  clock: Clock;
}): Controller {
  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const experiment = store.find<Experiment>("experiments.argoproj.io", namespace, name);
    if (!experiment) return;
    if (isCompletedPhase(experiment.status?.phase)) {
      cleanUp(store, experiment);
      return;
    }
    const nowMs = clock.now();
    const replicaSets = experiment.spec.templates.map((template) =>
      ensureReplicaSet(store, experiment, template),
    );
    const refusals = experiment.spec.templates.map((template, index) => {
      const replicaSet = replicaSets[index];
      return replicaSet && ensureTemplateService(store, experiment, template, replicaSet);
    });
    const isAvailable = (replicaSet: ReplicaSet) =>
      availableReplicas(replicaSet) >= desiredReplicas(replicaSet);
    const runs = experiment.status?.availableAt ? ensureAnalysisRuns(store, experiment) : [];
    const verdict = judgeExperiment(experiment, {
      available: replicaSets.every(isAvailable),
      refusal: refusals.find((refusal) => refusal !== undefined),
      analyses: runs.map(({ status }) => ({
        phase: status?.phase,
        ...(status?.message ? { message: status.message } : {}),
      })),
      nowMs,
    });
    const availableAt =
      experiment.status?.availableAt ?? (verdict.phase === "Running" ? kubeTime(nowMs) : undefined);
    const updated: Experiment = {
      ...experiment,
      status: {
        ...verdict,
        ...(availableAt === undefined ? {} : { availableAt }),
        templateStatuses: experiment.spec.templates.flatMap((template, index) => {
          const replicaSet = replicaSets[index];
          return replicaSet ? [templateStatus(template, replicaSet, refusals[index])] : [];
        }),
        analysisRuns: runs.map(({ metadata, status }, index) => ({
          name: experiment.spec.analyses?.[index]?.name ?? "",
          analysisRun: metadata.name,
          phase: status?.phase ?? "Pending",
        })),
      },
    };
    store.update("experiments.argoproj.io", updated);
    const endMs = experimentEndMs(updated);
    return endMs === undefined ? undefined : { requeueAfterMs: Math.max(0, endMs - nowMs) };
  }

  return {
    name: "experiment",
    reconcile,
    watches: [
      { resource: "experiments.argoproj.io", map: ownKey },
      { resource: "replicasets.apps", map: ownerKey("Experiment") },
      { resource: "analysisruns.argoproj.io", map: ownerKey("Experiment") },
    ],
  };
}

function templateStatus(
  template: ExperimentTemplate,
  replicaSet: ReplicaSet,
  refusal: string | undefined,
): NonNullable<NonNullable<Experiment["status"]>["templateStatuses"]>[number] {
  const available = availableReplicas(replicaSet);
  const serviceName = serviceNameOf(template, replicaSet);
  return {
    name: template.name,
    status: refusal ? "Error" : available >= desiredReplicas(replicaSet) ? "Running" : "Pending",
    ...(refusal ? { message: refusal } : {}),
    replicas: replicaSet.status?.replicas ?? 0,
    updatedReplicas: replicaSet.status?.replicas ?? 0,
    readyReplicas: replicaSet.status?.readyReplicas ?? 0,
    availableReplicas: available,
    podTemplateHash: podTemplateHashOf(replicaSet),
    ...(serviceName ? { serviceName } : {}),
  };
}

function ensureReplicaSet(
  store: ObjectStore,
  experiment: Experiment,
  template: ExperimentTemplate,
): ReplicaSet {
  const { namespace, name } = experiment.metadata;
  const rsName = `${name}-${template.name}`;
  const existing = store.find<ReplicaSet>("replicasets.apps", namespace ?? null, rsName);
  if (existing) return existing;
  const hash = podTemplateHash({ ...template.template, spec: [rsName, template.template.spec] });
  const labels = { ...template.template.metadata?.labels, [POD_TEMPLATE_HASH_LABEL]: hash };
  return store.create<ReplicaSet>("replicasets.apps", {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: rsName,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: {
        "experiment.argoproj.io/name": name,
        "experiment.argoproj.io/template-name": template.name,
      },
      ownerReferences: [controllerReference(experiment)],
    },
    spec: {
      replicas: template.replicas ?? 1,
      selector: { matchLabels: { ...template.selector.matchLabels, [POD_TEMPLATE_HASH_LABEL]: hash } },
      template: { ...template.template, metadata: { ...template.template.metadata, labels } },
    },
  });
}

function ensureAnalysisRuns(store: ObjectStore, experiment: Experiment): AnalysisRun[] {
  const { namespace, name, labels } = experiment.metadata;
  return (experiment.spec.analyses ?? []).map((analysis) => {
    const runName = `${name}-${analysis.name}`;
    const existing = store.find<AnalysisRun>("analysisruns.argoproj.io", namespace ?? null, runName);
    if (existing) return existing;
    const { templateName, clusterScope = false, args = [] } = analysis;
    return store.create<AnalysisRun>("analysisruns.argoproj.io", {
      apiVersion: experiment.apiVersion,
      kind: "AnalysisRun",
      metadata: {
        name: runName,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels ? { labels } : {}),
        ownerReferences: [controllerReference(experiment)],
      },
      spec: analysisRunSpec(store, namespace ?? null, { templates: [{ templateName, clusterScope }], args }),
    });
  });
}

/** Pods, analyses and Services go; the ReplicaSets stay at 0. */
function cleanUp(store: ObjectStore, { metadata }: Experiment): void {
  const owned = {
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    ownerUid: metadata.uid,
  };
  for (const replicaSet of store.list<ReplicaSet>("replicasets.apps", owned)) {
    if (desiredReplicas(replicaSet) === 0) continue;
    store.update<ReplicaSet>("replicasets.apps", {
      ...replicaSet,
      spec: { ...replicaSet.spec, replicas: 0 },
    });
  }
  for (const service of store.list("services", owned))
    store.delete("services", service.metadata.namespace ?? null, service.metadata.name);
  for (const run of store.list<AnalysisRun>("analysisruns.argoproj.io", owned)) {
    if (run.spec.terminate || isCompletedPhase(run.status?.phase)) continue;
    store.update<AnalysisRun>("analysisruns.argoproj.io", { ...run, spec: { ...run.spec, terminate: true } });
  }
}
