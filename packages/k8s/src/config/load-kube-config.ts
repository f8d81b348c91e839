import { homedir } from "node:os";
import path from "node:path";
import { AppError } from "@horizon/errors";
// Not from the package itself: its index loads every generated model, 50 MB of memory for what is never used.
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { ClusterEntry } from "./cluster-config.ts";
import { withEksUser } from "./eks-user.ts";

/**
 * Credentials and address of a cluster, read anew from disk at each call so that a rotated kubeconfig is picked up.
 *
 * @throws AppError INVALID_INPUT when the file cannot be read, or has no such context, cluster or user.
 */
export function loadKubeConfig(entry: ClusterEntry, configDirectory: string): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (entry.inCluster) {
    kubeConfig.loadFromCluster();
    if (kubeConfig.getCurrentCluster()?.server.includes("undefined")) {
      throw new AppError("INVALID_INPUT", "inCluster is set, but this does not run in a pod");
    }
    return kubeConfig;
  }
  const file = entry.kubeconfig === undefined ? undefined : resolvePath(entry.kubeconfig, configDirectory);
  try {
    if (file) kubeConfig.loadFromFile(file);
    else kubeConfig.loadFromDefault();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const what =
      code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : "is not a kubeconfig";
    throw new AppError("INVALID_INPUT", `kubeconfig ${file ?? "(default)"} ${what}`, { cause });
  }
  selectContext(kubeConfig, entry.context, file ?? "the default kubeconfig");
  return entry.eks === undefined
    ? kubeConfig
    : withEksUser(kubeConfig, { cluster: entry.eks, region: entry.region });
}

function selectContext(kubeConfig: KubeConfig, context: string | undefined, source: string): void {
  const wanted = context ?? kubeConfig.getCurrentContext();
  const known = kubeConfig.getContexts().map(({ name }) => name);
  if (!wanted || !known.includes(wanted)) {
    const list = known.length > 0 ? known.join(", ") : "none";
    throw new AppError(
      "INVALID_INPUT",
      `context ${wanted || "(none)"} is not in ${source}, which has: ${list}`,
    );
  }
  kubeConfig.setCurrentContext(wanted);
  if (!kubeConfig.getCurrentCluster()?.server) {
    throw new AppError("INVALID_INPUT", `context ${wanted} in ${source} names a cluster that is not there`);
  }
}

function resolvePath(file: string, directory: string): string {
  return file.startsWith("~/") ? path.join(homedir(), file.slice(2)) : path.resolve(directory, file);
}
