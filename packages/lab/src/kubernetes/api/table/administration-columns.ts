import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, numberAt, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import { AGE, CREATED, column, NAME, numberColumn, type TableColumn } from "./table-column.ts";

const NONE = "<none>";

function apiAvailability(apiService: KubeObject): string {
  const found = objectsAt(apiService, ["status", "conditions"]).find(({ type }) => type === "Available");
  if (found === undefined) return "Unknown";
  return found.status === "True" ? "True" : `${found.status} (${found.reason})`;
}

function apiProvider(apiService: KubeObject): string {
  const [namespace, name] = ["namespace", "name"].map((field) =>
    textAt(apiService, ["spec", "service", field]),
  );
  return name ? `${namespace}/${name}` : "Local";
}

const classParameters = (ingressClass: KubeObject) => {
  const name = textAt(ingressClass, ["spec", "parameters", "name"]);
  const [group, kind] = ["apiGroup", "kind"].map((field) =>
    textAt(ingressClass, ["spec", "parameters", field]),
  );
  return name ? `${kind}${group ? `.${group}` : ""}/${name}` : NONE;
};

const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
const storageClassColumns = (): TableColumn[] => [
  column("Name", ({ metadata }) =>
    metadata.annotations?.[DEFAULT_CLASS] === "true" ? `${metadata.name} (default)` : metadata.name,
  ),
  column("Provisioner", (object) => textAt(object, ["provisioner"]) ?? ""),
  column("ReclaimPolicy", (object) => textAt(object, ["reclaimPolicy"]) ?? ""),
  column("VolumeBindingMode", (object) => textAt(object, ["volumeBindingMode"]) ?? ""),
  column("AllowVolumeExpansion", (object) => String(readPath(object, ["allowVolumeExpansion"]) ?? false)),
  AGE,
];

const webhookColumns = (): TableColumn[] => [
  NAME,
  numberColumn("Webhooks", (object) => objectsAt(object, ["webhooks"]).length),
  AGE,
];

/** `cpu: 1/2, pods: 3/10`; what limits bound stands apart from the rest. */
function quotaShares(quota: KubeObject, isLimit: boolean): string {
  const [hard, used] = ["hard", "used"].map((field) => readPath(quota, ["status", field]));
  return Object.keys(isJsonObject(hard) ? hard : {})
    .filter((name) => name.startsWith("limits.") === isLimit)
    .sort()
    .map((name) => `${name}: ${textAt(used, [name]) ?? 0}/${textAt(hard, [name])}`)
    .join(", ");
}

/** Columns of what administrators set for a cluster and its namespaces, by resource. */
export const ADMINISTRATION_COLUMNS: Record<string, () => TableColumn[]> = {
  persistentvolumeclaims: () => [
    NAME,
    column("Status", (claim) => textAt(claim, ["status", "phase"]) ?? ""),
    column("Volume", (claim) => textAt(claim, ["spec", "volumeName"]) ?? ""),
    column("Capacity", (claim) => textAt(claim, ["status", "capacity", "storage"]) ?? ""),
    column("Access Modes", () => ""),
    column("StorageClass", (claim) => textAt(claim, ["spec", "storageClassName"]) ?? ""),
    column("VolumeAttributesClass", () => "<unset>"),
    AGE,
  ],
  resourcequotas: () => [
    NAME,
    column("Request", (quota) => quotaShares(quota, false)),
    column("Limit", (quota) => quotaShares(quota, true)),
    AGE,
  ],
  limitranges: () => [NAME, CREATED],
  "ingressclasses.networking.k8s.io": () => [
    NAME,
    column("Controller", (object) => textAt(object, ["spec", "controller"]) ?? ""),
    column("Parameters", classParameters),
    AGE,
  ],
  "priorityclasses.scheduling.k8s.io": () => [
    NAME,
    numberColumn("Value", (object) => numberAt(object, ["value"]) ?? 0),
    column("Global-Default", (object) => String(readPath(object, ["globalDefault"]) ?? false)),
    AGE,
    column("PreemptionPolicy", (object) => textAt(object, ["preemptionPolicy"]) ?? ""),
  ],
  "storageclasses.storage.k8s.io": storageClassColumns,
  "apiservices.apiregistration.k8s.io": () => [
    NAME,
    column("Service", apiProvider),
    column("Available", apiAvailability),
    AGE,
  ],
  "mutatingwebhookconfigurations.admissionregistration.k8s.io": webhookColumns,
  "validatingwebhookconfigurations.admissionregistration.k8s.io": webhookColumns,
};
