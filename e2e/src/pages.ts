const workload = "/production/deployments/Deployment/horizon-production/worker-service";

/** Every page of the console, and the tabs of a page that differ in kind. */
export const pages = [
  "/production",
  "/production/deployments",
  "/production/deployments/Rollout/horizon-production/api-gateway",
  `${workload}?tab=revisions`,
  `${workload}?tab=pods`,
  `${workload}?tab=events`,
  `${workload}?tab=logs`,
  `${workload}?tab=yaml`,
  "/production/rollouts",
  "/production/rollouts/horizon-production/dispute-service",
  "/production/changes",
  "/production/approvals",
  "/production/alerts",
  "/production/backups",
  "/production/disaster-recovery",
  "/production/costs",
  "/production/runbooks",
  "/production/audit",
  "/production/settings",
  "/production/settings?tab=clusters",
  "/production/settings?tab=freezes",
  "/production/settings?tab=views",
  "/production/settings?tab=keyboard",
  "/nowhere",
];
