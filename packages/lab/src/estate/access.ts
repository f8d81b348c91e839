import type { Manifest } from "./estate-object.ts";

interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** Roles of the console that may change workloads; viewer and manager only read. */
const ACTING_ROLES = ["operator", "oncall", "admin"] as const;
const READING_ROLES = ["viewer", "manager"] as const;
const OPS_SERVER = { kind: "ServiceAccount", name: "ops-server", namespace: "horizon-system" };
const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];

/** Everything the console shows; secrets are not among it. */
const READ_RULES: PolicyRule[] = [
  {
    apiGroups: [""],
    resources: [
      "pods",
      "pods/log",
      "services",
      "endpoints",
      "events",
      "nodes",
      "namespaces",
      "configmaps",
      "serviceaccounts",
    ],
    verbs: READ,
  },
  { apiGroups: ["apps"], resources: ["deployments", "deployments/scale", "replicasets"], verbs: READ },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: READ },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: READ },
  {
    apiGroups: ["argoproj.io"],
    resources: [
      "rollouts",
      "rollouts/scale",
      "rollouts/status",
      "analysisruns",
      "analysistemplates",
      "clusteranalysistemplates",
      "experiments",
    ],
    verbs: READ,
  },
];

const ACT_RULES: PolicyRule[] = [
  {
    apiGroups: ["argoproj.io"],
    resources: ["rollouts", "rollouts/status", "rollouts/scale"],
    verbs: ["patch", "update"],
  },
  { apiGroups: ["apps"], resources: ["deployments", "deployments/scale"], verbs: ["patch", "update"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ["patch", "update"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
];

/** What ops-server and the people behind it may do: it reads by itself, and acts only as a person of a role. */
export function accessObjects(): Manifest[] {
  const group = (role: string) => ({ kind: "Group", name: `horizon:${role}`, apiGroup: RBAC });
  const readers = [...READING_ROLES, ...ACTING_ROLES].map(group);
  return [
    clusterRole("horizon-console-reader", READ_RULES),
    binding("horizon-console-reader", [OPS_SERVER, ...readers]),
    clusterRole("horizon-impersonator", [
      { apiGroups: [""], resources: ["users", "groups"], verbs: ["impersonate"] },
    ]),
    binding("horizon-impersonator", [OPS_SERVER]),
    ...READING_ROLES.flatMap((role) => [
      clusterRole(`horizon-${role}`, READ_RULES),
      binding(`horizon-${role}`, [group(role)]),
    ]),
    ...ACTING_ROLES.flatMap((role) => [
      clusterRole(`horizon-${role}`, [...READ_RULES, ...ACT_RULES]),
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
