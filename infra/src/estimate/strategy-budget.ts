/** The lines of the strategy's 7.1 that AWS bills, in USD a month, and why the estimate differs. */
export const strategyBudget = [
  { line: "EKS control plane", category: "compute", usd: 73, why: "The same." },
  {
    line: "Nodes, general",
    category: "compute",
    usd: 1200,
    why: "Four m6i.xlarge cost half of what the strategy has, on demand; the rest is room for the autoscaler, up to 14 nodes.",
  },
  {
    line: "Nodes, workers",
    category: "compute",
    usd: 300,
    why: "Two r6i.large on spot, at 35 % of the on-demand price.",
  },
  {
    line: "Load balancers",
    category: "compute",
    usd: 927,
    why: "Two ALBs cost 16 USD each and what passes through them; 927 would be about 150 capacity units, day and night.",
  },
  {
    line: "PostgreSQL primary",
    category: "database",
    usd: 800,
    why: "Multi-AZ doubles the instance and its storage; near the strategy.",
  },
  {
    line: "PostgreSQL replicas",
    category: "database",
    usd: 400,
    why: "The strategy prices one replica and configures two; here both are counted.",
  },
  { line: "Redis", category: "database", usd: 350, why: "Two cache.r6g.large on demand." },
  {
    line: "DocumentDB",
    category: "database",
    usd: 250,
    why: "One db.r5.large, 100 GiB and 100 million I/Os.",
  },
  {
    line: "S3",
    category: "storage",
    usd: 200,
    why: "4 TB of documents in Intelligent-Tiering, here and copied.",
  },
  {
    line: "EBS and snapshots",
    category: "storage",
    usd: 200,
    why: "Disks of the nodes, snapshots, and the replicated backups of PostgreSQL.",
  },
  {
    line: "Glacier",
    category: "storage",
    usd: 100,
    why: "13 weekly dumps of 100 GiB cost 5 USD in Glacier, twice; the strategy has room for 28 TB.",
  },
  {
    line: "Data transfer",
    category: "networking",
    usd: 200,
    why: "To the internet, and between the regions for the copies.",
  },
  {
    line: "NAT and endpoints",
    category: "networking",
    usd: 100,
    why: "Two gateways, so that a lost zone does not cut the other off, and six interface endpoints that the strategy does not have.",
  },
  {
    line: "DNS",
    category: "networking",
    usd: 100,
    why: "Zones and health checks cost a few dollars; the rest of the strategy's 100 would be more than 200 million queries.",
  },
  {
    line: "Keys, secrets, WAF, logs",
    category: "networking",
    usd: 0,
    why: "The strategy has no line for them: keys, secrets with their copies, two web ACLs, flow and audit logs.",
  },
] as const;

/** Billed by others, and so not in the configuration: taken over as they are. */
export const thirdParty = { Datadog: 600, Sentry: 100, PagerDuty: 100, Snyk: 400 } as const;
