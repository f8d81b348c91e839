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
const EDIT = [...workloads([...READ, ...WRITE]), LOGS, METRICS, SECRETS, STREAMS];
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
  view: [...workloads(READ), LOGS, METRICS],
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

const NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };

/** What every cluster is born with: its namespaces, the user-facing roles and the right to discover. Repeatable. */
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
