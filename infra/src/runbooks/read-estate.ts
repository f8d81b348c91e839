import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceSchemas } from "@horizon/contracts/backend";
import { getOverlay } from "../kubernetes/overlays.ts";
import { renderOverlay } from "../kubernetes/render-overlay.ts";
import {
  listContainers,
  listWorkloads,
  nameOf,
  type RenderedObject,
  type Workload,
} from "../kubernetes/rendered-object.ts";
import { planEverything } from "../terraform/configuration/plan-everything.ts";
import type { Estate, EstateObject, EstateRegion } from "./estate.ts";

/** kubeconfig context → the overlays that make its cluster what it is when a runbook is opened. */
const CONTEXTS = {
  production: ["production", "production/migrations"],
  staging: ["staging", "staging/migrations"],
  // What waits, and what a recovery applies on top.
  dr: ["dr", "dr/active", "dr/migrations"],
};

/** Everything that runbooks can name, from k8s, Terraform's names and the migrations. */
export async function readEstate(root: string): Promise<Estate> {
  const clusters: Estate["clusters"] = {};
  for (const [context, overlays] of Object.entries(CONTEXTS)) {
    const rendered: RenderedObject[] = [];
    for (const name of overlays) rendered.push(...(await renderOverlay(getOverlay(name))));
    clusters[context] = { objects: toEstateObjects(rendered) };
  }
  return {
    clusters,
    regions: await readRegions(),
    domains: ["horizon.example"],
    databaseNames: ["horizon"],
    tables: readTables(root),
  };
}

function toEstateObjects(rendered: readonly RenderedObject[]): EstateObject[] {
  const workloads = new Map(listWorkloads(rendered).map((workload) => [nameOf(workload), workload]));
  return rendered.flatMap((object) => {
    const { namespace, name, labels = {} } = object.metadata;
    if (namespace === undefined) return [];
    const workload: Workload | undefined = workloads.get(nameOf(object));
    const podLabels = workload?.spec.template.metadata?.labels ?? {};
    const containers = workload ? listContainers(workload).map((container) => container.name) : [];
    return [{ kind: object.kind, name, namespace, labels: { ...labels, ...podLabels }, containers }];
  });
}

/** What an apply of every root of Terraform would make, by the names that AWS then knows. */
async function readRegions(): Promise<Record<string, EstateRegion>> {
  const { resources } = await planEverything();
  const namesOf = (region: string, type: string, attribute: string) =>
    resources
      .filter((resource) => resource.type === type && resource.region === region)
      .flatMap(({ values }) => (typeof values[attribute] === "string" ? [values[attribute]] : []));
  const regionOf = (region: string): EstateRegion => {
    const clusters = resources.filter((each) => each.type === "aws_eks_cluster" && each.region === region);
    const groupsOf = (root: string) =>
      resources
        .filter((each) => each.type === "aws_eks_node_group" && each.root === root)
        .map(({ values }) => String(values.node_group_name));
    return {
      databases: namesOf(region, "aws_db_instance", "identifier"),
      caches: namesOf(region, "aws_elasticache_replication_group", "replication_group_id"),
      documentClusters: namesOf(region, "aws_docdb_cluster", "cluster_identifier"),
      clusters: Object.fromEntries(clusters.map(({ root, values }) => [String(values.name), groupsOf(root)])),
      instances: namesOf(region, "aws_autoscaling_group", "name"),
    };
  };
  return { "us-east-1": regionOf("us-east-1"), "us-west-2": regionOf("us-west-2") };
}

/** `schema.table` of every table that a migration creates; `%1$I` stands for each schema that has an outbox. */
function readTables(root: string): string[] {
  const statements = globSync("migrations/*/migration.sql", { cwd: root }).flatMap((path) => [
    ...readFileSync(join(root, path), "utf8").matchAll(
      /create table (?:if not exists )?"?([\w%$]+)"?\."?(\w+)"?/gi,
    ),
  ]);
  return statements.flatMap(([, schema = "", table]) =>
    (schema.startsWith("%") ? Object.values(serviceSchemas) : [schema]).map((each) => `${each}.${table}`),
  );
}
