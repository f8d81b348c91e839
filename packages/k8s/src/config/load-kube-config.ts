import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { AppError, isAppError } from "@horizon/errors";
// Not from the package itself: its index loads every generated model, 50 MB of memory for what is never used.
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { parse } from "yaml";
import { isProxyAddress } from "../client/find-proxy.ts";
import type { ClusterEntry } from "./cluster-config.ts";
import { withEksUser } from "./eks-user.ts";
import { readTokenFileAnew, withTokenFile } from "./token-file.ts";

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
    return readTokenFileAnew(kubeConfig, entry.name);
  }
  const file = entry.kubeconfig === undefined ? undefined : resolvePath(entry.kubeconfig, configDirectory);
  if (file) readInto(kubeConfig, file);
  else readDefault(kubeConfig);
  selectContext(kubeConfig, entry.context, file ?? "the default kubeconfig");
  return entry.eks === undefined
    ? readTokenFileAnew(kubeConfig, entry.name)
    : withEksUser(kubeConfig, { cluster: entry.eks, region: entry.region });
}

function readInto(kubeConfig: KubeConfig, file: string): void {
  try {
    const text = readFileSync(file, "utf8");
    kubeConfig.loadFromString(text);
    kubeConfig.makePathsAbsolute(path.dirname(file));
    kubeConfig.users = kubeConfig.users.map((user) => {
      const tokenFile = readTokenFile(text, user.name);
      return tokenFile ? withTokenFile(user, path.resolve(path.dirname(file), tokenFile)) : user;
    });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const what =
      code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : "is not a kubeconfig";
    throw new AppError("INVALID_INPUT", `kubeconfig ${file} ${what}`, { cause });
  }
}

/** What client-node leaves out of a user; it reads `token-file`, which no other client knows. */
function readTokenFile(text: string, name: string): string | undefined {
  const document = parse(text) as {
    users?: { name?: string; user?: { tokenFile?: unknown } | null }[];
  } | null;
  const tokenFile = document?.users?.find((entry) => entry.name === name)?.user?.tokenFile;
  return typeof tokenFile === "string" ? tokenFile : undefined;
}

/**
 * What kubectl would use. client-node lets the last file of KUBECONFIG say which context is current, where kubectl lets the
 * first: another cluster would be acted on than the one that its owner sees.
 */
function readDefault(kubeConfig: KubeConfig): void {
  // biome-ignore lint/style/noProcessEnv: a setting of kubectl, not of ours
  const listed = (process.env.KUBECONFIG ?? "").split(path.delimiter).filter(Boolean);
  const [first] = listed;
  if (first === undefined) {
    const ofHome = path.join(homedir(), ".kube", "config");
    try {
      if (existsSync(ofHome)) readInto(kubeConfig, ofHome);
      else kubeConfig.loadFromDefault();
    } catch (cause) {
      if (isAppError(cause)) throw cause;
      throw new AppError("INVALID_INPUT", "kubeconfig (default) is not a kubeconfig", { cause });
    }
    return;
  }
  const present = listed.filter((file) => existsSync(file));
  const parts = (present.length > 0 ? present : [first]).map((file) => {
    const part = new KubeConfig();
    readInto(part, file);
    return part;
  });
  kubeConfig.loadFromOptions({
    clusters: firstOfEachName(parts.flatMap((part) => part.getClusters())),
    users: firstOfEachName(parts.flatMap((part) => part.getUsers())),
    contexts: firstOfEachName(parts.flatMap((part) => part.getContexts())),
    currentContext: parts.map((part) => part.getCurrentContext()).find(Boolean) ?? "",
  });
}

function firstOfEachName<Entry extends { name: string }>(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()];
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
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster?.server) {
    throw new AppError("INVALID_INPUT", `context ${wanted} in ${source} names a cluster that is not there`);
  }
  if (cluster.proxyUrl && !isProxyAddress(cluster.proxyUrl)) {
    throw new AppError(
      "INVALID_INPUT",
      `the proxy-url of context ${wanted} in ${source} is not the address of an http, https or socks5 proxy`,
    );
  }
}

function resolvePath(file: string, directory: string): string {
  return file.startsWith("~/") ? path.join(homedir(), file.slice(2)) : path.resolve(directory, file);
}
