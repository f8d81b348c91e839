import { inContainer, inPod, itAllows, itRefuses } from "../testing/rule-cases.ts";

itRefuses([
  ["restricted-pod", "root", [inPod("securityContext.runAsNonRoot", false)], /runAsNonRoot: true/],
  [
    "restricted-pod",
    "no seccomp profile",
    [inPod("securityContext.seccompProfile", undefined)],
    /seccompProfile/,
  ],
  ["restricted-pod", "the host's network", [inPod("hostNetwork", true)], /host's namespaces/],
  [
    "restricted-pod",
    "a path of the host",
    [inPod("volumes", [{ name: "h", hostPath: { path: "/" } }])],
    /hostPath of volume h/,
  ],
  [
    "restricted-pod",
    "a capability",
    [inContainer("securityContext.capabilities", { drop: ["ALL"], add: ["NET_ADMIN"] })],
    /added capabilities of web/,
  ],
  [
    "restricted-pod",
    "kept capabilities",
    [inContainer("securityContext.capabilities", {})],
    /Drop ALL capabilities of web/,
  ],
  [
    "restricted-pod",
    "privilege escalation",
    [inContainer("securityContext.allowPrivilegeEscalation", undefined)],
    /allowPrivilegeEscalation: false on web/,
  ],
  [
    "read-only-root",
    "a writable image",
    [inContainer("securityContext.readOnlyRootFilesystem", false)],
    /mount an emptyDir/,
  ],
  [
    "no-needless-token",
    "a token without rights",
    [inPod("automountServiceAccountToken", undefined)],
    /automountServiceAccountToken: false/,
  ],
  [
    "no-inline-secret",
    "a token in env",
    [inContainer("env.1", { name: "API_TOKEN", value: "x" })],
    /API_TOKEN has its value in the manifest.*secretKeyRef/,
  ],
  [
    "no-inline-secret",
    "a password in a URL",
    [inContainer("env.1", { name: "UPSTREAM", value: "amqp://u:p@h" })],
    /UPSTREAM has its value/,
  ],
  [
    "no-inline-secret",
    "a Secret",
    [{ add: { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "shop" } } }],
    /write an ExternalSecret/,
  ],
  [
    "no-inline-secret",
    "a secret in a ConfigMap",
    [
      {
        add: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "c", namespace: "shop" },
          data: { STRIPE_API_KEY: "x" },
        },
      },
    ],
    /key STRIPE_API_KEY holds/,
  ],
  [
    "restricted-namespace",
    "a namespace that enforces nothing",
    [{ at: "Namespace/shop", path: "metadata.labels", value: {} }],
    /enforce: restricted/,
  ],
]);

itAllows([
  [
    "a token for an account with rights",
    [
      inPod("automountServiceAccountToken", true),
      {
        add: {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "RoleBinding",
          metadata: { name: "b", namespace: "shop" },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
          subjects: [{ kind: "ServiceAccount", name: "web", namespace: "shop" }],
        },
      },
    ],
  ],
]);
