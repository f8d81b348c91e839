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
    regions: {
      "us-east-1": mergeRegions(regionOf("horizon-production", 2), regionOf("horizon-staging", 0)),
      "us-west-2": regionOf("horizon-dr", 0),
    },
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

/** The modules of Terraform call each store after the environment: `identifier = var.name`, replicas and bastion with a suffix. */
function regionOf(name: string, replicas: number): EstateRegion {
  return {
    databases: [name, ...Array.from({ length: replicas }, (_, index) => `${name}-replica-${index + 1}`)],
    caches: [name],
    documentClusters: [name],
    clusters: { [name]: ["general", "workers"] },
    instances: [`${name}-bastion`],
  };
}

function mergeRegions(one: EstateRegion, other: EstateRegion): EstateRegion {
  return {
    databases: [...one.databases, ...other.databases],
    caches: [...one.caches, ...other.caches],
    documentClusters: [...one.documentClusters, ...other.documentClusters],
    clusters: { ...one.clusters, ...other.clusters },
    instances: [...one.instances, ...other.instances],
  };
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
