import { flagText, isVariable, readFlags } from "./command-flags.ts";
import type { Estate, EstateCluster, EstateObject } from "./estate.ts";

/** Verbs whose first positional is a verb of its own: `rollout undo`, `top pods`. */
const VERBS_WITH_SUBVERB: Record<string, readonly string[]> = {
  rollout: ["status", "history", "undo", "restart", "pause", "resume"],
  top: ["pods", "nodes"],
};
const VERBS = [
  "get",
  "describe",
  "logs",
  "scale",
  "patch",
  "delete",
  "cordon",
  "uncordon",
  "drain",
  "port-forward",
  "apply",
  "wait",
];
/** Verbs of the plugin of Argo Rollouts, and whether a kind comes before the name. */
const PLUGIN_VERBS: Record<string, "kind" | "name"> = {
  get: "kind",
  list: "kind",
  retry: "kind",
  abort: "name",
  pause: "name",
  promote: "name",
  restart: "name",
  status: "name",
  undo: "name",
};
const SWITCHES = new Set([
  "-A",
  "--all-namespaces",
  "--all-containers",
  "--containers",
  "--delete-emptydir-data",
  "--full",
  "--ignore-daemonsets",
  "--previous",
  "--watch",
  "-w",
  "-f",
]);
const CLUSTER_SCOPED = new Set(["Node", "Namespace"]);
/** Names of kinds as kubectl takes them. Only the objects of the first group have names that we can know. */
const KINDS: Record<string, string> = {
  deployment: "Deployment",
  deployments: "Deployment",
  deploy: "Deployment",
  rollout: "Rollout",
  rollouts: "Rollout",
  hpa: "HorizontalPodAutoscaler",
  ingress: "Ingress",
  service: "Service",
  svc: "Service",
  configmap: "ConfigMap",
  cronjob: "CronJob",
  cronjobs: "CronJob",
  externalsecrets: "ExternalSecret",
  externalsecret: "ExternalSecret",
  pod: "Pod",
  pods: "Pod",
  node: "Node",
  nodes: "Node",
  namespaces: "Namespace",
  events: "Event",
  endpointslices: "EndpointSlice",
  analysisruns: "AnalysisRun",
  replicasets: "ReplicaSet",
  jobs: "Job",
};

/** What is wrong with a `kubectl` command in this estate, as sentences that say what to do. */
export function checkKubectl(words: readonly string[], estate: Estate): string[] {
  const isPlugin = words[1] === "argo" && words[2] === "rollouts";
  const line = readFlags(words.slice(isPlugin ? 3 : 1), SWITCHES);
  const context = flagText(line, "--context");
  const contexts = Object.keys(estate.clusters);
  if (context === null) return [`Name the cluster: --context ${contexts.join(", ")}.`];
  const cluster = estate.clusters[context];
  if (!cluster) return [`There is no cluster ${context}: write --context ${contexts.join(", ")}.`];
  const namespace = flagText(line, "-n", "--namespace");
  const namespaces = [...new Set(cluster.objects.map((object) => object.namespace))];
  if (namespace !== null && !namespaces.includes(namespace)) {
    return [`There is no namespace ${namespace} in ${context}: write ${namespaces.join(", ")}.`];
  }
  const place: Place = { cluster, context, namespace };
  const targets = isPlugin ? pluginTargets(line.positional) : targetsOf(line.positional);
  if (typeof targets === "string") return [targets];
  const wholeCluster = line.flags.has("-A") || line.flags.has("--all-namespaces");
  const needsNamespace = targets.some(({ kind }) => !CLUSTER_SCOPED.has(kind)) && !wholeCluster;
  if (needsNamespace && namespace === null) return [`Name the namespace: -n ${namespaces.join(", ")}.`];
  const selector = flagText(line, "-l", "--selector");
  const container = flagText(line, "-c", "--container");
  return [
    ...targets.flatMap((target) => checkTarget(target, place)),
    ...(selector === null ? [] : checkSelector(selector, place)),
    ...(container === null ? [] : checkContainer(container, targets, selector, place)),
  ];
}

interface Place {
  cluster: EstateCluster;
  context: string;
  namespace: string | null;
}

interface Target {
  kind: string;
  name: string | null;
}

function pluginTargets(positional: readonly string[]): Target[] | string {
  const [verb = "", ...rest] = positional;
  const form = PLUGIN_VERBS[verb];
  if (form === undefined)
    return `kubectl argo rollouts has no verb ${verb} here: write ${Object.keys(PLUGIN_VERBS).join(", ")}.`;
  const names = form === "kind" ? rest.slice(1) : rest;
  if (form === "kind" && !["rollout", "rollouts"].includes(rest[0] ?? ""))
    return `Write kubectl argo rollouts ${verb} rollout <name>.`;
  if (names.length === 0 && verb !== "list")
    return `Name the rollout that kubectl argo rollouts ${verb} is for.`;
  return names.length === 0
    ? [{ kind: "Rollout", name: null }]
    : names.map((name) => ({ kind: "Rollout", name }));
}

function targetsOf(positional: readonly string[]): Target[] | string {
  const [verb = "", ...rest] = positional;
  const subverbs = VERBS_WITH_SUBVERB[verb];
  if (subverbs) {
    const subverb = rest[0] ?? "";
    if (!subverbs.includes(subverb))
      return `kubectl ${verb} has no ${subverb}: write ${subverbs.join(", ")}.`;
    return verb === "top" ? readTargets(rest) : readTargets(rest.slice(1));
  }
  if (!VERBS.includes(verb))
    return `kubectl has no verb ${verb} that a runbook may use: write ${VERBS.join(", ")}.`;
  if (verb === "logs")
    return rest[0]?.includes("/") ? readTargets(rest) : rest.map((name) => ({ kind: "Pod", name }));
  if (["cordon", "uncordon", "drain"].includes(verb)) return rest.map((name) => ({ kind: "Node", name }));
  return readTargets(verb === "port-forward" ? rest.slice(0, 1) : rest);
}

function readTargets(words: readonly string[]): Target[] | string {
  const [first = "", ...names] = words;
  const pairs = first.includes("/")
    ? words.map((word) => word.split("/"))
    : first.split(",").flatMap((kind) => (names.length === 0 ? [[kind]] : names.map((name) => [kind, name])));
  const targets: Target[] = [];
  for (const [alias = "", name = null] of pairs) {
    const kind = KINDS[alias];
    if (kind === undefined) return `No kind is called ${alias} here: write ${Object.keys(KINDS).join(", ")}.`;
    targets.push({ kind, name });
  }
  return targets;
}

/** Pods, nodes and what controllers make have names that nobody can know beforehand. */
const GENERATED = new Set([
  "Pod",
  "Node",
  "Event",
  "EndpointSlice",
  "AnalysisRun",
  "ReplicaSet",
  "Job",
  "Namespace",
]);

function checkTarget({ kind, name }: Target, place: Place): string[] {
  if (name === null || isVariable(name)) return [];
  if (GENERATED.has(kind))
    return [`The name of a ${kind} changes: put it into a variable with a command above, not ${name}.`];
  const here = objectsIn(place);
  if (here.some((object) => object.kind === kind && object.name === name)) return [];
  const where = `${place.namespace} of ${place.context}`;
  const other = here.find(
    (object) => object.name === name && ["Deployment", "Rollout"].includes(object.kind),
  );
  if (other) return [`${name} in ${where} is a ${other.kind}, not a ${kind}: write the command for that.`];
  const known = here.filter((object) => object.kind === kind).map((object) => object.name);
  return [
    `There is no ${kind} ${name} in ${where}: ${known.length > 0 ? `write ${known.join(", ")}` : `it has none`}, or add it to k8s.`,
  ];
}

function checkSelector(selector: string, place: Place): string[] {
  if (selected(selector, place).length > 0 || isVariable(selector)) return [];
  return [`Nothing in ${place.namespace} of ${place.context} has ${selector}: write a label that k8s gives.`];
}

function checkContainer(
  container: string,
  targets: readonly Target[],
  selector: string | null,
  place: Place,
): string[] {
  if (selector !== null && isVariable(selector)) {
    const known = new Set(objectsIn(place).flatMap(({ containers }) => containers));
    return known.has(container)
      ? []
      : [`No workload has a container ${container}: write ${[...known].join(", ")}.`];
  }
  const workloads =
    selector === null ? targets.flatMap(({ name }) => named(name, place)) : selected(selector, place);
  const containers = [...new Set(workloads.flatMap((workload) => workload.containers))];
  if (containers.includes(container)) return [];
  return [
    `There is no container ${container} there: write ${containers.join(", ") || "one that k8s gives"}.`,
  ];
}

function objectsIn({ cluster, namespace }: Place): EstateObject[] {
  return cluster.objects.filter((object) => namespace === null || object.namespace === namespace);
}

function named(name: string | null, place: Place): EstateObject[] {
  return objectsIn(place).filter((object) => object.name === name);
}

function selected(selector: string, place: Place): EstateObject[] {
  const wanted = selector.split(",").map((pair) => pair.split("="));
  return objectsIn(place).filter((object) =>
    wanted.every(([key = "", value = ""]) =>
      // The control plane labels slices with the Service that they belong to.
      key === "kubernetes.io/service-name"
        ? object.kind === "Service" && object.name === value
        : object.labels[key] === value,
    ),
  );
}
