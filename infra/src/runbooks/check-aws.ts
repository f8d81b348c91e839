import { AWS_COMMANDS, type AwsValue } from "./aws-commands.ts";
import { flagText, isVariable, readFlags } from "./command-flags.ts";
import type { Estate, EstateRegion } from "./estate.ts";

const GENERAL = new Set(["--region", "--query", "--output", "--alias"]);
const SWITCHES = new Set(["--allow-data-loss", "--apply-immediately", "--force-failover"]);

/** What is wrong with an `aws` command in this estate, as sentences that say what to do. */
export function checkAws(words: readonly string[], estate: Estate): string[] {
  const line = readFlags(words.slice(1), SWITCHES);
  const [service = "", first = "", second = ""] = line.positional;
  const operation = first === "wait" ? `wait ${second}` : first;
  const known = AWS_COMMANDS[`${service} ${operation}`];
  if (known === undefined) {
    return [
      `Check aws ${service} ${operation} against the AWS reference and add it to infra/src/runbooks/aws-commands.ts.`,
    ];
  }
  const regionName = flagText(line, "--region");
  const region = estate.regions[regionName ?? ""];
  if (regionName === null || region === undefined) {
    return [`Name a region of ours: --region ${Object.keys(estate.regions).join(" or ")}.`];
  }
  return [...line.flags].flatMap(([flag, value]) => {
    if (GENERAL.has(flag)) return [];
    const meaning = known[flag];
    if (meaning === undefined)
      return [`aws ${service} ${operation} has no ${flag}: write ${Object.keys(known).join(", ")}.`];
    if (meaning === "any" || value === true || isVariable(value)) return [];
    return checkValue(meaning, value, {
      region,
      regionName,
      estate,
      cluster: flagText(line, "--cluster-name"),
    });
  });
}

interface AwsPlace {
  region: EstateRegion;
  regionName: string;
  estate: Estate;
  cluster: string | null;
}

const WHAT: Record<Exclude<AwsValue, "any">, string> = {
  database: "database",
  cache: "replication group",
  documentCluster: "DocumentDB cluster",
  cluster: "EKS cluster",
  nodeGroup: "node group",
  instanceFilter: "instance",
  domain: "domain",
};

function checkValue(meaning: Exclude<AwsValue, "any">, value: string, place: AwsPlace): string[] {
  const known = valuesOf(meaning, place);
  // Filters come as several words; only the one that names an instance is checked.
  const name = meaning === "instanceFilter" ? value.replace(/^Name=tag:Name,Values=/, "") : value;
  if (known.includes(name)) return [];
  const choice = known.length > 0 ? `write ${known.join(", ")}` : "there is none";
  return [
    `There is no ${WHAT[meaning]} ${name} in ${place.regionName}: ${choice}, or add it to infra/terraform.`,
  ];
}

function valuesOf(meaning: Exclude<AwsValue, "any">, { region, estate, cluster }: AwsPlace): string[] {
  switch (meaning) {
    case "database":
      return region.databases;
    case "cache":
      return region.caches;
    case "documentCluster":
      return region.documentClusters;
    case "cluster":
      return Object.keys(region.clusters);
    case "nodeGroup":
      return region.clusters[cluster ?? ""] ?? [];
    case "instanceFilter":
      return region.instances;
    case "domain":
      return estate.domains;
  }
}
