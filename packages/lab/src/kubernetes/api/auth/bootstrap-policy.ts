import type { ObjectStore } from "../../store/object-store.ts";

const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];
const WRITE = ["create", "delete", "deletecollection", "patch", "update"];
const WORKLOADS = [
  {
    apiGroups: [""],
    resources: [
      ...["pods", "services", "endpoints", "events", "configmaps", "serviceaccounts"],
      ...["persistentvolumeclaims", "replicationcontrollers"],
    ],
  },
  {
    apiGroups: ["apps"],
    resources: [
      ...["deployments", "deployments/scale", "replicasets", "replicasets/scale"],
      ...["statefulsets", "daemonsets"],
    ],
  },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"] },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"] },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"] },
  { apiGroups: ["events.k8s.io"], resources: ["events"] },
  {
    apiGroups: ["argoproj.io"],
    resources: ["rollouts", "rollouts/scale", "analysisruns", "analysistemplates", "experiments"],
  },
];
const LOGS = { apiGroups: [""], resources: ["pods/log", "namespaces"], verbs: READ };
const METRICS = { apiGroups: ["metrics.k8s.io"], resources: ["pods", "nodes"], verbs: READ };
const STREAMS = {
  apiGroups: [""],
  resources: ["pods/exec", "pods/attach", "pods/portforward"],
  verbs: ["create", "get"],
};
const SECRETS = {
  apiGroups: [""],
  resources: ["secrets", "pods/eviction", "serviceaccounts/token"],
  verbs: [...READ, ...WRITE],
};
const ROLES = { apiGroups: [RBAC], resources: ["roles", "rolebindings"], verbs: [...READ, ...WRITE] };

const workloads = (verbs: string[]) => WORKLOADS.map((rule) => ({ ...rule, verbs }));
/** What administrators set for a namespace: everybody else may only look. */
const BOUNDS = { apiGroups: [""], resources: ["limitranges", "resourcequotas"], verbs: READ };
const EDIT = [...workloads([...READ, ...WRITE]), LOGS, METRICS, BOUNDS, SECRETS, STREAMS];
const PATHS = [
  "/api",
  "/api/*",
  "/apis",
  "/apis/*",
  "/healthz",
  "/livez",
  "/openapi",
  "/openapi/*",
  "/readyz",
];

const CLUSTER_ROLES: Record<string, object[]> = {
  "cluster-admin": [
    { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
    { nonResourceURLs: ["*"], verbs: ["*"] },
  ],
  admin: [...EDIT, ROLES],
  edit: EDIT,
  view: [...workloads(READ), LOGS, METRICS, BOUNDS],
  "system:discovery": [{ nonResourceURLs: [...PATHS, "/version", "/version/"], verbs: ["get"] }],
  "system:basic-user": [
    {
      apiGroups: ["authorization.k8s.io"],
      resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
      verbs: ["create"],
    },
    { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
  ],
  "system:public-info-viewer": [
    { nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version"], verbs: ["get"] },
  ],
};

const BINDINGS: [role: string, groups: string[]][] = [
  ["cluster-admin", ["system:masters"]],
  ["system:discovery", ["system:authenticated"]],
  ["system:basic-user", ["system:authenticated"]],
  ["system:public-info-viewer", ["system:authenticated", "system:unauthenticated"]],
];

/** For what the cluster itself needs: kubelets evict it last. */
const SYSTEM_PRIORITIES: Record<string, number> = {
  "system-cluster-critical": 2_000_000_000,
  "system-node-critical": 2_000_001_000,
};

const NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };

/** What every cluster is born with: its namespaces, the user-facing roles, the right to discover and the system's priorities. Repeatable. */
export function ensureBootstrapPolicy(store: ObjectStore): void {
  const ensure = (
    resource: string,
    object: Parameters<ObjectStore["create"]>[1] & { metadata: { name: string } },
  ) => {
    if (!store.find(resource, null, object.metadata.name)) store.create(resource, object);
  };
  for (const name of NAMESPACES) {
    ensure("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }
  for (const [name, value] of Object.entries(SYSTEM_PRIORITIES)) {
    ensure("priorityclasses.scheduling.k8s.io", {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value,
      description: `Used for system critical pods that must ${name.includes("node") ? "not be moved from their current node" : "run in the cluster, but can be moved to another node if necessary"}.`,
    } as Parameters<typeof ensure>[1]);
  }
  const apiVersion = `${RBAC}/v1`;
  for (const [name, rules] of Object.entries(CLUSTER_ROLES)) {
    const role = { apiVersion, kind: "ClusterRole", metadata: { name, labels: LABELS }, rules };
    ensure(`clusterroles.${RBAC}`, role);
  }
  for (const [name, groups] of BINDINGS) {
    ensure(`clusterrolebindings.${RBAC}`, {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata: { name, labels: LABELS },
      roleRef: { apiGroup: RBAC, kind: "ClusterRole", name },
      subjects: groups.map((group) => ({ apiGroup: RBAC, kind: "Group", name: group })),
    } as Parameters<typeof ensure>[1]);
  }
}
