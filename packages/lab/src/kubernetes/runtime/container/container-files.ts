import type { Container, Pod } from "../../controllers/pod.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { objectsAt, textAt } from "../../store/read-path.ts";
import { readData } from "./container-environment.ts";

const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

function mountedFiles(store: ObjectStore, pod: Pod, container: Container): [string, string][] {
  const { namespace = "" } = pod.metadata;
  const volumes = new Map(objectsAt(pod, ["spec", "volumes"]).map((volume) => [volume.name, volume]));
  return objectsAt(container, ["volumeMounts"]).flatMap(({ name, mountPath }) => {
    const volume = volumes.get(name);
    const configMap = textAt(volume, ["configMap", "name"]);
    const secret = textAt(volume, ["secret", "secretName"]);
    const data = configMap
      ? readData(store, "configmaps", namespace, configMap)
      : readData(store, "secrets", namespace, secret ?? "");
    return [...data].map(([key, value]): [string, string] => [`${mountPath}/${key}`, value]);
  });
}

/** The files that every container is given and those of its mounted ConfigMaps and Secrets, by path. */
export function containerFiles(store: ObjectStore, pod: Pod, container: Container): Map<string, string> {
  const { name, namespace = "" } = pod.metadata;
  const domains = `${namespace}.svc.cluster.local svc.cluster.local cluster.local`;
  return new Map([
    ["/etc/hostname", `${name}\n`],
    [
      "/etc/hosts",
      `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${pod.status?.podIP ?? ""}\t${name}\n`,
    ],
    ["/etc/resolv.conf", `search ${domains}\nnameserver 10.96.0.10\noptions ndots:5\n`],
    [`${SERVICE_ACCOUNT}/namespace`, namespace],
    ...mountedFiles(store, pod, container),
  ]);
}

/** The names in a folder; undefined where there is none. */
export function listFolder(files: ReadonlyMap<string, string>, folder: string): string[] | undefined {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  const names = [...files.keys()]
    .filter((path) => path.startsWith(start))
    .map((path) => path.slice(start.length).split("/")[0] ?? "");
  return names.length > 0 ? [...new Set(names)].toSorted() : undefined;
}
