import type { Container, Pod } from "../../controllers/pod.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { isJsonObject, type JsonObject, objectsAt, readPath, textAt } from "../../store/read-path.ts";

const decode = (value: unknown) => Buffer.from(String(value), "base64").toString();

/** The keys of a ConfigMap or a Secret, as text; nothing where there is none. */
export function readData(
  store: ObjectStore,
  kind: "configmaps" | "secrets",
  namespace: string,
  name: string,
) {
  const object = store.find(kind, namespace, name);
  const data = readPath(object, ["data"]);
  const entries = Object.entries(isJsonObject(data) ? data : {});
  return new Map(
    entries.map(([key, value]) => [key, kind === "secrets" ? decode(value) : String(value)] as const),
  );
}

/** A field of the pod, such as `status.podIP` or `metadata.labels['app']`. */
function readField(pod: Pod, path: string): string {
  const quoted = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  const steps = quoted ? ["metadata", quoted[1] ?? "", quoted[2] ?? ""] : path.split(".");
  const value = readPath(pod, steps);
  return value === undefined ? "" : String(value);
}

function valueOfVariable(store: ObjectStore, pod: Pod, variable: JsonObject): string | undefined {
  const { namespace = "" } = pod.metadata;
  const fieldPath = textAt(variable, ["valueFrom", "fieldRef", "fieldPath"]);
  if (fieldPath) return readField(pod, fieldPath);
  for (const [reference, kind] of [
    ["configMapKeyRef", "configmaps"],
    ["secretKeyRef", "secrets"],
  ] as const) {
    const name = textAt(variable, ["valueFrom", reference, "name"]);
    const key = textAt(variable, ["valueFrom", reference, "key"]) ?? "";
    if (name) return readData(store, kind, namespace, name).get(key);
  }
  return textAt(variable, ["value"]) ?? "";
}

/** The environment of a container's processes, in the order in which `env` prints it. */
export function containerEnvironment(
  store: ObjectStore,
  pod: Pod,
  container: Container,
): Map<string, string> {
  const { name, namespace = "" } = pod.metadata;
  const environment = new Map([
    ["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    ["HOSTNAME", name],
  ]);
  for (const source of objectsAt(container, ["envFrom"])) {
    const prefix = textAt(source, ["prefix"]) ?? "";
    for (const [reference, kind] of [
      ["configMapRef", "configmaps"],
      ["secretRef", "secrets"],
    ] as const) {
      const from = textAt(source, [reference, "name"]);
      if (!from) continue;
      for (const [key, value] of readData(store, kind, namespace, from))
        environment.set(`${prefix}${key}`, value);
    }
  }
  for (const variable of objectsAt(container, ["env"])) {
    const value = valueOfVariable(store, pod, variable);
    if (value !== undefined) environment.set(String(variable.name), value);
  }
  environment.set("KUBERNETES_SERVICE_HOST", "10.96.0.1");
  environment.set("KUBERNETES_SERVICE_PORT", "443");
  return environment.set("HOME", "/");
}
