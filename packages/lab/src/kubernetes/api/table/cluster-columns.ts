import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, numberAt, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import { formatSelector } from "./format-selector.ts";
import { ageOf } from "./human-duration.ts";
import { AGE, CREATED, column, NAME, numberColumn, type TableColumn, wideColumn } from "./table-column.ts";

const NONE = "<none>";
const sizeOf = (value: unknown) => (isJsonObject(value) ? Object.keys(value).length : 0);

const PORT = (port: Record<string, unknown>) =>
  `${port.port}${port.nodePort ? `:${port.nodePort}` : ""}/${port.protocol ?? "TCP"}`;

function externalAddress(service: KubeObject): string {
  const balancers = objectsAt(service, ["status", "loadBalancer", "ingress"]);
  const addresses = balancers.map(({ hostname, ip }) => hostname ?? ip);
  if (addresses.length > 0) return addresses.join(",");
  return textAt(service, ["spec", "type"]) === "LoadBalancer" ? "<pending>" : NONE;
}

const serviceColumns = (): TableColumn[] => [
  NAME,
  column("Type", (object) => textAt(object, ["spec", "type"]) ?? "ClusterIP"),
  column("Cluster-IP", (object) => textAt(object, ["spec", "clusterIP"]) ?? NONE),
  column("External-IP", externalAddress),
  column("Port(s)", (object) => objectsAt(object, ["spec", "ports"]).map(PORT).join(",") || NONE),
  AGE,
  wideColumn("Selector", (object) => formatSelector(readPath(object, ["spec", "selector"]))),
];

function formatEndpoints(object: KubeObject): string {
  const all = objectsAt(object, ["subsets"]).flatMap((subset) =>
    objectsAt(subset, ["addresses"]).flatMap(({ ip }) =>
      objectsAt(subset, ["ports"]).map(({ port }) => `${ip}:${port}`),
    ),
  );
  if (all.length <= 3) return all.join(",") || NONE;
  return `${all.slice(0, 3).join(",")} + ${all.length - 3} more...`;
}

function nodeStatus(node: KubeObject): string {
  const ready = objectsAt(node, ["status", "conditions"]).find(({ type }) => type === "Ready");
  const words = [ready?.status === "True" ? "Ready" : ready ? "NotReady" : "Unknown"];
  if (readPath(node, ["spec", "unschedulable"]) === true) words.push("SchedulingDisabled");
  return words.join(",");
}

const nodeRoles = ({ metadata }: KubeObject) =>
  Object.keys(metadata.labels ?? {})
    .filter((label) => label.startsWith("node-role.kubernetes.io/"))
    .map((label) => label.split("/")[1])
    .join(",") || NONE;

const nodeAddress = (node: KubeObject, wanted: string) =>
  String(objectsAt(node, ["status", "addresses"]).find(({ type }) => type === wanted)?.address ?? NONE);
const nodeInfo = (node: KubeObject, field: string) =>
  textAt(node, ["status", "nodeInfo", field]) ?? "<unknown>";

const nodeColumns = (): TableColumn[] => [
  NAME,
  column("Status", nodeStatus),
  column("Roles", nodeRoles),
  AGE,
  column("Version", (node) => nodeInfo(node, "kubeletVersion")),
  wideColumn("Internal-IP", (node) => nodeAddress(node, "InternalIP")),
  wideColumn("External-IP", (node) => nodeAddress(node, "ExternalIP")),
  wideColumn("OS-Image", (node) => nodeInfo(node, "osImage")),
  wideColumn("Kernel-Version", (node) => nodeInfo(node, "kernelVersion")),
  wideColumn("Container-Runtime", (node) => nodeInfo(node, "containerRuntimeVersion")),
];

const eventTime = (event: KubeObject, field: string) =>
  textAt(event, [field]) ?? textAt(event, ["eventTime"]) ?? event.metadata.creationTimestamp;
const involved = (event: KubeObject, field: string) => textAt(event, ["involvedObject", field]) ?? "";

const eventColumns = (): TableColumn[] => [
  column("Last Seen", (event, nowMs) => ageOf(eventTime(event, "lastTimestamp"), nowMs)),
  column("Type", (event) => textAt(event, ["type"]) ?? ""),
  column("Reason", (event) => textAt(event, ["reason"]) ?? ""),
  column("Object", (event) => `${involved(event, "kind").toLowerCase()}/${involved(event, "name")}`),
  wideColumn("Subobject", (event) => involved(event, "fieldPath")),
  wideColumn(
    "Source",
    (event) => textAt(event, ["source", "component"]) ?? textAt(event, ["reportingComponent"]) ?? "",
  ),
  column("Message", (event) => (textAt(event, ["message"]) ?? textAt(event, ["note"]) ?? "").trim()),
  wideColumn("First Seen", (event, nowMs) => ageOf(eventTime(event, "firstTimestamp"), nowMs)),
  { ...wideColumn("Count", (event) => numberAt(event, ["count"]) ?? 1), type: "integer" },
  wideColumn("Name", ({ metadata }) => metadata.name),
];

const ingressHosts = (ingress: KubeObject) =>
  objectsAt(ingress, ["spec", "rules"])
    .map(({ host }) => host || "*")
    .join(",") || "*";

const ingressColumns = (): TableColumn[] => [
  NAME,
  column("Class", (object) => textAt(object, ["spec", "ingressClassName"]) ?? NONE),
  column("Hosts", ingressHosts),
  column("Address", (object) => {
    const found = externalAddress(object);
    return found === NONE ? "" : found;
  }),
  column("Ports", (object) => (objectsAt(object, ["spec", "tls"]).length > 0 ? "80, 443" : "80")),
  AGE,
];

const bindingColumns = (): TableColumn[] => [
  NAME,
  column("Role", (object) => `${textAt(object, ["roleRef", "kind"])}/${textAt(object, ["roleRef", "name"])}`),
  AGE,
];

const data = (object: KubeObject) => sizeOf(readPath(object, ["data"]));
const RBAC = "rbac.authorization.k8s.io";

/** Columns of what a cluster consists of, by resource. */
function sumOf(object: KubeObject, resource: "cpu" | "memory"): string {
  const usages = [object, ...objectsAt(object, ["containers"])].map((part) =>
    textAt(part, ["usage", resource]),
  );
  const amounts = usages.map((usage) => Number.parseInt(usage ?? "0", 10));
  return `${amounts.reduce((sum, amount) => sum + amount, 0)}${resource === "cpu" ? "n" : "Ki"}`;
}

const metricsColumns = (): TableColumn[] => [
  NAME,
  column("CPU", (object) => sumOf(object, "cpu")),
  column("Memory", (object) => sumOf(object, "memory")),
  column("Window", (object) => textAt(object, ["window"]) ?? ""),
];

export const CLUSTER_COLUMNS: Record<string, () => TableColumn[]> = {
  services: serviceColumns,
  endpoints: () => [NAME, column("Endpoints", formatEndpoints), AGE],
  nodes: nodeColumns,
  events: eventColumns,
  namespaces: () => [NAME, column("Status", (object) => textAt(object, ["status", "phase"]) ?? ""), AGE],
  configmaps: () => [NAME, numberColumn("Data", data), AGE],
  secrets: () => [
    NAME,
    column("Type", (object) => textAt(object, ["type"]) ?? "Opaque"),
    numberColumn("Data", data),
    AGE,
  ],
  serviceaccounts: () => [
    NAME,
    numberColumn("Secrets", (object) => objectsAt(object, ["secrets"]).length),
    AGE,
  ],
  "ingresses.networking.k8s.io": ingressColumns,
  "networkpolicies.networking.k8s.io": () => [
    NAME,
    column("Pod-Selector", (object) => formatSelector(readPath(object, ["spec", "podSelector"]))),
    AGE,
  ],
  [`roles.${RBAC}`]: () => [NAME, CREATED],
  [`clusterroles.${RBAC}`]: () => [NAME, CREATED],
  [`rolebindings.${RBAC}`]: bindingColumns,
  [`clusterrolebindings.${RBAC}`]: bindingColumns,
  "leases.coordination.k8s.io": () => [
    NAME,
    column("Holder", (object) => textAt(object, ["spec", "holderIdentity"]) ?? ""),
    AGE,
  ],
  "nodes.metrics.k8s.io": metricsColumns,
  "pods.metrics.k8s.io": metricsColumns,
  "customresourcedefinitions.apiextensions.k8s.io": () => [NAME, CREATED],
};
