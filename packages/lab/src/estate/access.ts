import type { Manifest } from "./estate-object.ts";

interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/** Roles of the console that may change workloads; viewer and manager only read. */
const ACTING_ROLES = ["operator", "oncall", "admin"] as const;
const READING_ROLES = ["viewer", "manager"] as const;
const OPS_SERVER = { kind: "ServiceAccount", name: "ops-server", namespace: "horizon-system" };
const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];

/** What ops-server watches, and nothing beside it; secrets are not among it. As in k8s/base/access. */
const READ_RULES: PolicyRule[] = [
  { apiGroups: [""], resources: ["pods", "services", "events", "nodes", "configmaps"], verbs: READ },
  { apiGroups: ["apps"], resources: ["deployments", "replicasets"], verbs: READ },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: READ },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
  { apiGroups: ["argoproj.io"], resources: ["rollouts", "analysisruns"], verbs: READ },
];

/** Logs are read as the person; all other reads are ops-server's own. */
const LOG_RULES: PolicyRule[] = [{ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }];

const ACT_RULES: PolicyRule[] = [
  {
    apiGroups: ["argoproj.io"],
    resources: ["rollouts", "rollouts/status", "rollouts/scale"],
    verbs: ["patch"],
  },
  { apiGroups: ["apps"], resources: ["deployments", "deployments/scale"], verbs: ["patch"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ["patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
];

/** What ops-server and the people behind it may do: it reads by itself, and acts only as a person of a role. */
export function accessObjects(): Manifest[] {
  const group = (role: string) => ({ kind: "Group", name: `horizon:${role}`, apiGroup: RBAC });
  const groups = [...READING_ROLES, ...ACTING_ROLES].map((role) => group(role).name);
  return [
    clusterRole("horizon-console-reader", READ_RULES),
    binding("horizon-console-reader", [OPS_SERVER]),
    clusterRole("horizon-impersonator", [
      { apiGroups: [""], resources: ["groups"], resourceNames: groups, verbs: ["impersonate"] },
      { apiGroups: [""], resources: ["users"], verbs: ["impersonate"] },
    ]),
    binding("horizon-impersonator", [OPS_SERVER]),
    ...READING_ROLES.flatMap((role) => [
      clusterRole(`horizon-${role}`, LOG_RULES),
      binding(`horizon-${role}`, [group(role)]),
    ]),
    ...ACTING_ROLES.flatMap((role) => [
      clusterRole(`horizon-${role}`, [...LOG_RULES, ...ACT_RULES]),
      binding(`horizon-${role}`, [group(role)]),
    ]),
  ];
}

function clusterRole(name: string, rules: PolicyRule[]): Manifest {
  return { apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: { name }, rules };
}

function binding(role: string, subjects: object[]): Manifest {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: role },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects,
  };
}
