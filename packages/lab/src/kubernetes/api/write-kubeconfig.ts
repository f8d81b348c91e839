import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { stringify } from "yaml";

export interface KubeconfigCluster {
  name: string;
  /** The server's address, e.g. `https://127.0.0.1:6443`. */
  url: string;
  caPem: string;
  /** One context for each user; the first is called like the cluster, the others `user@cluster`. */
  users: readonly { name: string; token: string }[];
  namespace?: string;
}

/** Writes one kubeconfig for all clusters, readable by its owner alone. The first cluster is the current context. */
export async function writeKubeconfig(path: string, clusters: readonly KubeconfigCluster[]): Promise<void> {
  const contextName = (cluster: KubeconfigCluster, index: number, user: string) =>
    index === 0 ? cluster.name : `${user}@${cluster.name}`;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": clusters[0]?.name ?? "",
    clusters: clusters.map(({ name, url, caPem }) => ({
      name,
      cluster: { server: url, "certificate-authority-data": Buffer.from(caPem).toString("base64") },
    })),
    users: clusters.flatMap((cluster) =>
      cluster.users.map(({ name, token }) => ({ name: `${name}@${cluster.name}`, user: { token } })),
    ),
    contexts: clusters.flatMap((cluster) =>
      cluster.users.map(({ name }, index) => ({
        name: contextName(cluster, index, name),
        context: {
          cluster: cluster.name,
          user: `${name}@${cluster.name}`,
          ...(cluster.namespace ? { namespace: cluster.namespace } : {}),
        },
      })),
    ),
  };
  await mkdir(dirname(path), { recursive: true });
  // Readers must never see half a file: they may watch it.
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, stringify(config), { mode: 0o600 });
  await rename(draft, path);
}
