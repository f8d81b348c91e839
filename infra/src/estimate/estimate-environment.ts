import type { PlannedResource } from "../terraform/configuration/expand-root.ts";
import { blocksOf, environmentOf } from "../terraform/policy/planned-values.ts";
import { prices } from "./prices.ts";
import type { strategyBudget } from "./strategy-budget.ts";
import { usageByEnvironment } from "./usage.ts";

type LineName = (typeof strategyBudget)[number]["line"];

export interface EstimateItem {
  readonly line: LineName;
  /** `2 × r6i.large, spot` */
  readonly what: string;
  readonly usdPerMonth: number;
}

const hours = prices.hoursPerMonth;

/** What one environment costs in a month: what the configuration says times the price table, and the usage table for the rest. */
export function estimateEnvironment(
  resources: readonly PlannedResource[],
  environment: string,
): EstimateItem[] {
  const own = resources.filter((resource) => environmentOf(resource) === environment);
  const usage = usageByEnvironment[environment];
  if (!usage) throw new Error(`There is no usage for ${environment}: add it to usage.ts`);
  const items: EstimateItem[] = [];
  const add = (line: LineName, what: string, usdPerMonth: number) => {
    if (usdPerMonth > 0) items.push({ line, what, usdPerMonth });
  };
  const ofType = (type: string) => own.filter((resource) => resource.type === type);

  add(
    "EKS control plane",
    `${ofType("aws_eks_cluster").length} clusters`,
    ofType("aws_eks_cluster").length * prices.eksClusterPerHour * hours,
  );
  for (const group of ofType("aws_eks_node_group")) addNodes(group, own, add);
  for (const balancer of ofType("aws_lb")) {
    add(
      "Load balancers",
      String(balancer.values.name),
      (prices.albPerHour + usage.albCapacityUnits * prices.albCapacityUnitPerHour) * hours,
    );
  }
  for (const instance of ofType("aws_db_instance")) addDatabase(instance, own, add);
  for (const cache of ofType("aws_elasticache_replication_group")) addCache(cache, resources, add);
  for (const instance of ofType("aws_docdb_cluster_instance")) {
    const type = String(instance.values.instance_class);
    add("DocumentDB", `instance ${type}`, priceOf(`docdb ${type}`) * hours);
  }
  add(
    "DocumentDB",
    `${usage.documentDbGib} GiB and ${usage.documentDbMillionIo} million I/Os`,
    usage.documentDbGib * prices.documentDbStoragePerGib +
      usage.documentDbMillionIo * prices.documentDbPerMillionIo,
  );

  const hasCopies = own.some(({ address }) => address.includes("aws_s3_bucket.replica"));
  const copies = hasCopies ? 2 : 1;
  add(
    "S3",
    `${usage.documentsGib} GiB of documents × ${copies}`,
    usage.documentsGib * prices.s3IntelligentTieringPerGib * copies,
  );
  add(
    "Glacier",
    `${usage.logicalBackupsGib} GiB of dumps × ${copies}`,
    usage.logicalBackupsGib * prices.glacierPerGib * copies,
  );
  add(
    "EBS and snapshots",
    `${usage.snapshotsGib} GiB of snapshots`,
    usage.snapshotsGib * prices.rdsBackupPerGib,
  );
  for (const _ of ofType("aws_db_instance_automated_backups_replication")) {
    add("EBS and snapshots", "replicated backups of PostgreSQL", storageOf(own) * prices.rdsBackupPerGib);
  }

  add(
    "Data transfer",
    `${usage.internetGib} GiB to the internet`,
    usage.internetGib * prices.internetTransferPerGib,
  );
  add(
    "Data transfer",
    `${usage.replicatedGib} GiB between the regions`,
    usage.replicatedGib * prices.replicationTransferPerGib,
  );
  const gateways = ofType("aws_nat_gateway").length;
  add(
    "NAT and endpoints",
    `${gateways} NAT gateways and ${usage.natGib} GiB`,
    gateways * prices.natPerHour * hours + usage.natGib * prices.natPerGib,
  );
  const endpoints = ofType("aws_vpc_endpoint").filter(
    ({ values }) => values.vpc_endpoint_type === "Interface",
  ).length;
  add(
    "NAT and endpoints",
    `${endpoints} interface endpoints in two zones`,
    endpoints * 2 * prices.interfaceEndpointPerHour * hours,
  );
  const addresses = ofType("aws_eip").length + ofType("aws_lb").length * 2;
  add("NAT and endpoints", `${addresses} public addresses`, addresses * prices.publicIpv4PerHour * hours);
  add("NAT and endpoints", "bastion", ofType("aws_autoscaling_group").length * priceOf("t4g.nano") * hours);
  add(
    "DNS",
    `${ofType("aws_route53_zone").length} zones`,
    ofType("aws_route53_zone").length * prices.hostedZone,
  );
  const checks = ofType("aws_route53_health_check");
  const options = checks.filter(({ values }) => values.type === "HTTPS").length * 2;
  add(
    "DNS",
    `${checks.length} health checks`,
    checks.length * prices.healthCheck + options * prices.healthCheckOption,
  );
  const keys = ofType("aws_kms_key").length + ofType("aws_kms_replica_key").length;
  add("Keys, secrets, WAF, logs", `${keys} keys`, keys * prices.kmsKey);
  const secrets = ofType("aws_secretsmanager_secret").reduce(
    (count, { values }) => count + 1 + blocksOf(values, "replica").length,
    0,
  );
  add("Keys, secrets, WAF, logs", `${secrets} secrets, copies among them`, secrets * prices.secret);
  const acls = ofType("aws_wafv2_web_acl");
  const rules = acls.reduce((count, { values }) => count + blocksOf(values, "rule").length, 0);
  add(
    "Keys, secrets, WAF, logs",
    `${acls.length} web ACLs with ${rules} rules`,
    acls.length * prices.webAcl +
      rules * prices.webAclRule +
      (acls.length > 0 ? usage.millionRequests * prices.wafPerMillionRequests : 0),
  );
  add("Keys, secrets, WAF, logs", `${usage.logsGib} GiB of logs`, usage.logsGib * prices.logsPerGib);
  return items;
}

type Add = (line: LineName, what: string, usdPerMonth: number) => void;

function addNodes(group: PlannedResource, own: readonly PlannedResource[], add: Add): void {
  const name = String(group.values.node_group_name);
  const count = Number(blocksOf(group.values, "scaling_config")[0]?.desired_size ?? 0);
  const [type] = Array.isArray(group.values.instance_types) ? group.values.instance_types : [];
  const isSpot = group.values.capacity_type === "SPOT";
  const running = scheduledHours(group, own);
  const perHour = priceOf(String(type)) * (isSpot ? prices.spotShare : 1);
  const what = `${count} × ${String(type)}${isSpot ? ", spot" : ""}${running < hours ? `, ${Math.round(running)} hours` : ""}`;
  add(name === "workers" ? "Nodes, workers" : "Nodes, general", what, count * perHour * running);
  const template = own.find(({ address }) => address.endsWith(`aws_launch_template.node["${name}"]`));
  const disk =
    template &&
    blocksOf(template.values, "block_device_mappings").flatMap((mapping) => blocksOf(mapping, "ebs"))[0];
  const gib = Number(disk?.volume_size ?? 0);
  add(
    "EBS and snapshots",
    `${count} disks of ${gib} GiB`,
    count * gib * prices.ebsGp3PerGib * (running / hours),
  );
}

/** Hours a month that a group runs: all of them, or from the morning's to the evening's schedule on weekdays. */
function scheduledHours(group: PlannedResource, own: readonly PlannedResource[]): number {
  const name = String(group.values.node_group_name);
  const hourOf = (schedule: PlannedResource) => Number(String(schedule.values.recurrence).split(" ")[1]);
  const schedules = own.filter(
    ({ type, address }) => type === "aws_autoscaling_schedule" && address.includes(`["${name}-`),
  );
  const stop = schedules.find(({ values }) => values.desired_capacity === 0);
  const start = schedules.find(({ values }) => Number(values.desired_capacity) > 0);
  return stop && start ? ((hourOf(stop) - hourOf(start)) * 5 * 52) / 12 : hours;
}

function addDatabase(instance: PlannedResource, own: readonly PlannedResource[], add: Add): void {
  const isReplica = /\.replica\[/.test(instance.address);
  const copies = instance.values.multi_az === true ? 2 : 1;
  const type = String(instance.values.instance_class);
  const gib = storageOf(own);
  add(
    isReplica ? "PostgreSQL replicas" : "PostgreSQL primary",
    `${type}${copies === 2 ? ", Multi-AZ" : ""}, ${gib} GiB`,
    copies * (priceOf(type) * hours + gib * prices.rdsGp3PerGib),
  );
}

/** Storage of the environment's primary. A copy in DR takes it from its source, which has 500 GiB. */
function storageOf(own: readonly PlannedResource[]): number {
  const primary = own.find(({ type, address }) => type === "aws_db_instance" && address.endsWith(".primary"));
  const gib = primary?.values.allocated_storage;
  return typeof gib === "number" ? gib : 500;
}

function addCache(cache: PlannedResource, all: readonly PlannedResource[], add: Add): void {
  const primary = all.find(
    ({ type, values }) => type === cache.type && values.node_type === "cache.r6g.large",
  );
  const from = cache.values.node_type === null ? primary : cache;
  const type = String(from?.values.node_type);
  const nodes = Number(from?.values.num_node_groups) * (1 + Number(cache.values.replicas_per_node_group));
  add("Redis", `${nodes} × ${type}`, nodes * priceOf(type) * hours);
}

/** @throws when the table has no price: an estimate that counts nothing for a thing is worse than none */
function priceOf(type: string): number {
  const price = (prices.instancePerHour as Readonly<Record<string, number>>)[type];
  if (price === undefined)
    throw new Error(`There is no price for ${type}: add it to infra/src/estimate/prices.ts with its source`);
  return price;
}
