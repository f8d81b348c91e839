const workload = "/production/deployments/Deployment/horizon-production/worker-service";
const rollout = "/production/rollouts/horizon-production/dispute-service";

/** Every page of the console with each of its tabs, by the name that the table gives it. */
export const consolePages: Readonly<Record<string, string>> = {
  Overview: "/production",
  Deployments: "/production/deployments",
  "Deployments by namespace": "/production/deployments?group=namespace",
  "A workload": workload,
  "A workload: revisions": `${workload}?tab=revisions`,
  "A workload: pods": `${workload}?tab=pods`,
  "A workload: events": `${workload}?tab=events`,
  "A workload: logs": `${workload}?tab=logs`,
  "A workload: YAML": `${workload}?tab=yaml`,
  Rollouts: "/production/rollouts",
  "A rollout": rollout,
  Changes: "/production/changes",
  Approvals: "/production/approvals",
  Alerts: "/production/alerts",
  Backups: "/production/backups",
  "Disaster recovery": "/production/disaster-recovery",
  Costs: "/production/costs",
  Runbooks: "/production/runbooks",
  Audit: "/production/audit",
  "Settings: members": "/production/settings",
  "Settings: clusters": "/production/settings?tab=clusters",
  "Settings: freeze windows": "/production/settings?tab=freezes",
  "Settings: saved views": "/production/settings?tab=views",
  "Settings: keyboard": "/production/settings?tab=keyboard",
};

/** A page with an id in its address is found where people find it. */
export const changeLink = 'main a[href*="/changes/"]';
