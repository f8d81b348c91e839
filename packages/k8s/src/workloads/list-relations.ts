import type { Relation } from "@horizon/contracts";
import type {
  HorizontalPodAutoscaler,
  PodDisruptionBudget,
  PodTemplateSpec,
  ReplicaSet,
} from "../kubernetes/workload.ts";
import { findBudgets } from "./blast-radius.ts";
import { toHpaInfo } from "./hpa-info.ts";
import type { PodFacts } from "./pod-facts.ts";
import type { ServiceFacts } from "./service-facts.ts";
import { desiredTemplate, type Workload } from "./workload-row.ts";

interface RelationSources {
  replicaSets: readonly ReplicaSet[];
  pods: readonly PodFacts[];
  hpa: HorizontalPodAutoscaler | undefined;
  /** Of the workload's namespace. */
  services: readonly ServiceFacts[];
  budgets: readonly PodDisruptionBudget[];
}

const related = (kind: string, name: string, relation: string, detail = ""): Relation => ({
  kind,
  name,
  relation,
  detail,
  health: null,
});

/** What the workload has to do with other objects: services in front, autoscaler, budgets, configuration it reads. */
export function listRelations(workload: Workload, sources: RelationSources): Relation[] {
  const template = desiredTemplate(workload, sources.replicaSets);
  const labels = template?.metadata?.labels ?? {};
  const namespace = workload.object.metadata.namespace ?? "";
  const relations: Relation[] = [];
  for (const { name, namespace: where, selector, ports } of sources.services) {
    const selects = Object.entries(selector);
    if (where !== namespace || selects.length === 0) continue;
    // A Rollout's services select one hash as well, which the template does not carry.
    const matches = selects.every(
      ([key, value]) => labels[key] === value || key === "rollouts-pod-template-hash",
    );
    if (matches) {
      const detail = ports.map(({ port, targetPort }) => `${port} → ${targetPort}`).join(", ");
      relations.push(related("Service", name, "sends traffic to its pods", detail));
    }
  }
  if (sources.hpa) {
    const { name, minReplicas, maxReplicas } = toHpaInfo(sources.hpa);
    relations.push(
      related("HorizontalPodAutoscaler", name, "scales it", `${minReplicas}–${maxReplicas} pods`),
    );
  }
  for (const { metadata, status } of findBudgets(sources.pods, sources.budgets)) {
    const allowed = status?.disruptionsAllowed ?? 0;
    const detail = `${allowed} ${allowed === 1 ? "disruption" : "disruptions"} allowed`;
    relations.push(related("PodDisruptionBudget", metadata.name, "protects its pods", detail));
  }
  for (const { kind, name, how } of listConfiguration(template))
    relations.push(related(kind, name, "is read by it", how));
  if (workload.kind === "Rollout") relations.push(...analysisTemplates(workload));
  return relations;
}

interface Reference {
  kind: "ConfigMap" | "Secret";
  name: string;
  how: string;
}

interface EnvSource {
  envFrom?: { configMapRef?: { name?: string }; secretRef?: { name?: string } }[];
  env?: { valueFrom?: { configMapKeyRef?: { name?: string }; secretKeyRef?: { name?: string } } }[];
}

interface VolumeSource {
  configMap?: { name?: string };
  secret?: { secretName?: string };
}

function listConfiguration(template: PodTemplateSpec | undefined): Reference[] {
  const found = new Map<string, Reference>();
  const add = (kind: Reference["kind"], name: string | undefined, how: string) => {
    if (name && !found.has(`${kind}/${name}`)) found.set(`${kind}/${name}`, { kind, name, how });
  };
  const { containers = [], initContainers = [], volumes = [] } = template?.spec ?? {};
  for (const { envFrom = [], env = [] } of [...containers, ...initContainers] as unknown as EnvSource[]) {
    for (const { configMapRef, secretRef } of envFrom) {
      add("ConfigMap", configMapRef?.name, "environment");
      add("Secret", secretRef?.name, "environment");
    }
    for (const { valueFrom } of env) {
      add("ConfigMap", valueFrom?.configMapKeyRef?.name, "environment");
      add("Secret", valueFrom?.secretKeyRef?.name, "environment");
    }
  }
  for (const { configMap, secret } of volumes as VolumeSource[]) {
    add("ConfigMap", configMap?.name, "files");
    add("Secret", secret?.secretName, "files");
  }
  return [...found.values()];
}

function analysisTemplates({ object }: Extract<Workload, { kind: "Rollout" }>): Relation[] {
  const { canary, blueGreen } = object.spec.strategy ?? {};
  const all = [
    canary?.analysis,
    ...(canary?.steps ?? []).flatMap(({ analysis, experiment }) => [
      analysis,
      { templates: experiment?.analyses },
    ]),
    blueGreen?.prePromotionAnalysis,
    blueGreen?.postPromotionAnalysis,
  ];
  const found = all
    .flatMap((entry) => entry?.templates ?? [])
    .map(({ templateName, clusterScope }) =>
      related(
        clusterScope ? "ClusterAnalysisTemplate" : "AnalysisTemplate",
        templateName,
        blueGreen ? "judges its new version" : "judges its canary",
      ),
    );
  return [...new Map(found.map((relation) => [`${relation.kind}/${relation.name}`, relation])).values()];
}
