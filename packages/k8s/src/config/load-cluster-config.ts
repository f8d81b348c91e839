import { readFile } from "node:fs/promises";
import path from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { parse } from "yaml";
import type { z } from "zod";
import {
  type ClusterEntry,
  type ConfigProblem,
  clusterEntry,
  type EnvironmentEntry,
  environmentEntry,
} from "./cluster-config.ts";
import { loadKubeConfig } from "./load-kube-config.ts";

export interface ConfiguredCluster extends ClusterEntry {
  /** Reads the credentials anew; null when they were unusable at load (see the problems). */
  loadKubeConfig: (() => KubeConfig) | null;
}

export interface ClusterConfig {
  clusters: ConfiguredCluster[];
  environments: EnvironmentEntry[];
}

export interface LoadedClusterConfig {
  config: ClusterConfig;
  problems: ConfigProblem[];
}

/**
 * Reads which clusters and environments exist. Never throws: a bad file yields an empty configuration and a problem,
 * a bad entry takes out itself, an unknown context only its cluster.
 */
export async function loadClusterConfig(file: string): Promise<LoadedClusterConfig> {
  const nothing: ClusterConfig = { clusters: [], environments: [] };
  let document: unknown;
  try {
    document = parse(await readFile(file, "utf8"));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const message = isMissing
      ? `${file} does not exist`
      : `${file} is not readable YAML: ${firstLine(error)}`;
    return { config: nothing, problems: [{ message }] };
  }
  if (!isRecord(document) || !Array.isArray(document.clusters) || !Array.isArray(document.environments)) {
    return {
      config: nothing,
      problems: [{ message: `${file} must have the lists "clusters" and "environments"` }],
    };
  }
  const problems: ConfigProblem[] = Object.keys(document)
    .filter((key) => key !== "clusters" && key !== "environments")
    .map((key) => ({ message: `${file}: unknown setting "${key}"` }));
  const clusters = parseEntries(clusterEntry, document.clusters, "cluster", problems).map((entry) =>
    configureCluster(entry, path.dirname(file), problems),
  );
  const environments = parseEntries(environmentEntry, document.environments, "environment", problems).filter(
    ({ id, cluster }) => {
      const isKnown = clusters.some(({ name }) => name === cluster);
      if (!isKnown)
        problems.push({ environment: id, message: `cluster "${cluster}" is not in the list of clusters` });
      return isKnown;
    },
  );
  return { config: { clusters, environments }, problems };
}

function configureCluster(
  entry: ClusterEntry,
  directory: string,
  problems: ConfigProblem[],
): ConfiguredCluster {
  const load = () => loadKubeConfig(entry, directory);
  try {
    load();
    return { ...entry, loadKubeConfig: load };
  } catch (error) {
    problems.push({ cluster: entry.name, message: firstLine(error) });
    return { ...entry, loadKubeConfig: null };
  }
}

/** Valid entries with distinct names; every other one becomes a problem under the name it gives itself. */
function parseEntries<Entry>(
  schema: z.ZodType<Entry>,
  entries: unknown[],
  what: "cluster" | "environment",
  problems: ConfigProblem[],
): Entry[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const given = isRecord(entry) ? (entry.name ?? entry.id) : undefined;
    const label = typeof given === "string" ? given : `#${index + 1}`;
    const parsed = schema.safeParse(entry);
    if (!parsed.success) {
      const message = parsed.error.issues
        .map((issue) => `${issue.path.join(".") || what}: ${issue.message}`)
        .join("; ");
      problems.push({ [what]: label, message });
      return [];
    }
    if (seen.has(label)) {
      problems.push({ [what]: label, message: `${what} "${label}" is listed twice; the first counts` });
      return [];
    }
    seen.add(label);
    return [parsed.data];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
