import { describe, expect, it, test } from "vitest";
import { applyRules } from "../policy-rule.ts";
import { type Change, soundService, soundServiceWith } from "../testing/sound-service.ts";
import { availabilityRules, generalRules, releaseRules } from "./rule-sets.ts";

const rules = [...generalRules, ...availabilityRules, ...releaseRules];
const findingsOf = (...changes: Change[]) => applyRules("shop", soundServiceWith(...changes), rules);

const deployment = "Deployment/web";
const inDeployment = (path: string, value: unknown): Change => ({
  at: deployment,
  path: `spec.${path}`,
  value,
});
const inPod = (path: string, value: unknown) => inDeployment(`template.spec.${path}`, value);
const inContainer = (path: string, value: unknown) => inPod(`containers.0.${path}`, value);
const image = (reference: string) => inContainer("image", reference);
const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com/horizon-web";
const digest = `sha256:${"b".repeat(64)}`;

test("a sound service has no findings", () => {
  expect(applyRules("shop", soundService(), rules)).toEqual([]);
});

describe("what breaks a rule, and what its message says to do", () => {
  it.each<[rule: string, what: string, changes: Change[], message: RegExp]>([
    [
      "image-by-digest",
      "a mutable tag",
      [image(`${ecr}:1.2.3`)],
      /horizon-web:1\.2\.3 is not an image of our registry by digest.*@sha256:<digest> in the overlay's images/,
    ],
    ["image-by-digest", "latest", [image(`${ecr}:latest`)], /:latest is not/],
    ["image-by-digest", "somebody else's registry", [image(`docker.io/web@${digest}`)], /our registry/],
    [
      "image-by-digest",
      "a base that no overlay gave an image",
      [image("registry.invalid/horizon-web")],
      /in the overlay's images/,
    ],
    [
      "image-by-digest",
      "a sidecar's tag",
      [inPod("initContainers", [{ name: "p", image: "p:1" }])],
      /p:1 is not/,
    ],
    [
      "image-is-released",
      "the placeholder",
      [image(`${ecr}@sha256:${"0".repeat(64)}`)],
      /stands for no release.*kustomize edit set image/,
    ],
    [
      "image-is-released",
      "the account of nobody",
      [image(`000000000000${ecr.slice(12)}@${digest}`)],
      /stands for no release/,
    ],
    [
      "resources-set",
      "no memory limit",
      [inContainer("resources.limits", { cpu: "1" })],
      /web has no limits\.memory/,
    ],
    [
      "resources-set",
      "none at all",
      [inContainer("resources", undefined)],
      /no requests\.cpu, no requests\.memory, no limits\.cpu/,
    ],
    [
      "probes-set",
      "no readiness probe",
      [inContainer("readinessProbe", undefined)],
      /needs a livenessProbe and a readinessProbe/,
    ],
    [
      "grace-exceeds-drain",
      "the default grace with a wait",
      [inPod("terminationGracePeriodSeconds", undefined)],
      /is 30, but .* take 30: set more than 30/,
    ],
    [
      "grace-exceeds-drain",
      "a drain that the process announces",
      [inContainer("env.1", { name: "DRAIN_DELAY_MS", value: "30000" })],
      /take 60/,
    ],
    ["pre-stop-wait", "no wait", [inContainer("lifecycle", undefined)], /Add lifecycle\.preStop\.sleep/],
    [
      "spread-over-zones",
      "no constraint",
      [inPod("topologySpreadConstraints", undefined)],
      /may all be in one zone/,
    ],
    [
      "spread-over-zones",
      "a constraint over another's pods",
      [inPod("topologySpreadConstraints.0.labelSelector", { matchLabels: { app: "b" } })],
      /its own labels/,
    ],
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
    [
      "budget-below-replicas",
      "a budget of all replicas",
      [
        {
          at: "PodDisruptionBudget/web",
          path: "spec",
          value: { minAvailable: 3, selector: { matchLabels: { app: "web" } } },
        },
      ],
      /may have 3 replicas.*Lower minAvailable below 3, or raise the replicas/,
    ],
    [
      "budget-below-replicas",
      "a replica count below the budget",
      [
        { at: "HorizontalPodAutoscaler/web-hpa", path: "spec.minReplicas", value: 2 },
        {
          at: "PodDisruptionBudget/web",
          path: "spec",
          value: { minAvailable: 2, selector: { matchLabels: { app: "web" } } },
        },
      ],
      /may have 2 replicas/,
    ],
    [
      "budget-below-replicas",
      "a percentage of all",
      [{ at: "PodDisruptionBudget/web", path: "spec.maxUnavailable", value: "0%" }],
      /could never be drained/,
    ],
    ["budget-present", "no budget", [{ remove: "PodDisruptionBudget/web" }], /Add a PodDisruptionBudget/],
    ["budget-present", "one pod", [{ remove: "HorizontalPodAutoscaler/web-hpa" }], /runs one pod/],
    [
      "autoscaler-bounds",
      "a maximum below the minimum",
      [{ at: "HorizontalPodAutoscaler/web-hpa", path: "spec.maxReplicas", value: 2 }],
      /maxReplicas 2 is below minReplicas 3\. Raise the maximum or lower the minimum/,
    ],
    [
      "autoscaler-bounds",
      "a maximum above 20",
      [{ at: "HorizontalPodAutoscaler/web-hpa", path: "spec.maxReplicas", value: 21 }],
      /above 20/,
    ],
    ["autoscaler-bounds", "replicas beside it", [inDeployment("replicas", 3)], /Remove spec\.replicas/],
    [
      "autoscaler-bounds",
      "no target",
      [{ at: "HorizontalPodAutoscaler/web-hpa", path: "spec.scaleTargetRef.kind", value: "Rollout" }],
      /scales Rollout web, which is not here/,
    ],
    [
      "selector-matches",
      "a selector of other pods",
      [inDeployment("selector.matchLabels.app", "other")],
      /does not match the labels of its own pods/,
    ],
    [
      "service-leads-to-pods",
      "a Service of nothing",
      [{ at: "Service/web", path: "spec.selector", value: { app: "wbe" } }],
      /selects no pods/,
    ],
    [
      "service-leads-to-pods",
      "a closed port",
      [{ at: "Service/web", path: "spec.ports.0.targetPort", value: 8080 }],
      /Port 80 leads to 8080, which no container of web opens/,
    ],
    [
      "reference-resolves",
      "a secret that nobody makes",
      [{ remove: "ExternalSecret/web" }],
      /names Secret web-secrets, which is not in its namespace/,
    ],
    [
      "reference-resolves",
      "no service account",
      [{ remove: "ServiceAccount/web" }],
      /names ServiceAccount web/,
    ],
    [
      "default-deny",
      "no default deny",
      [{ remove: "NetworkPolicy/default-deny" }],
      /Namespace shop has no default deny\. Add components\/network-baseline/,
    ],
    [
      "narrow-network-policy",
      "a rule without ports",
      [{ at: "NetworkPolicy/web", path: "spec.ingress.0.ports", value: undefined }],
      /names no port/,
    ],
    [
      "narrow-network-policy",
      "the whole world",
      [{ at: "NetworkPolicy/web", path: "spec.ingress.0.from", value: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
      /open to every address\. Name the pods or the subnets/,
    ],
    [
      "valid-object",
      "a misspelt field",
      [inContainer("readynessProbe", {})],
      /spec\.template\.spec\.containers\.0: Unrecognized key: "readynessProbe"/,
    ],
    [
      "valid-object",
      "a missing field",
      [{ at: "Service/web", path: "spec.ports.0.port", value: undefined }],
      /spec\.ports\.0\.port: /,
    ],
    [
      "valid-object",
      "a number for a quantity",
      [inContainer("resources.limits.cpu", 1)],
      /resources\.limits\.cpu: .*string/,
    ],
    [
      "valid-object",
      "a kind that is none",
      [{ at: "Service/web", path: "kind", value: "Servise" }],
      /No schema is known for v1 Servise/,
    ],
  ])("%s: %s", (rule, _what, changes, message) => {
    const found = findingsOf(...changes).filter((finding) => finding.rule === rule);
    expect(found).not.toEqual([]);
    expect(found.map((finding) => finding.message).join("\n")).toMatch(message);
    expect(found[0]?.subject).toMatch(/^shop: \w+ (shop\/)?[\w-]+$/);
  });
});

describe("what looks broken and is not", () => {
  it.each<[string, Change[]]>([
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
    [
      "HTTPS out to everywhere",
      [
        {
          at: "NetworkPolicy/web",
          path: "spec.egress",
          value: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: 443 }] }],
        },
      ],
    ],
    [
      "no probes, with the reason",
      [
        inContainer("readinessProbe", undefined),
        inDeployment("template.metadata.annotations", { "horizon.example/no-probes": "It opens no port." }),
      ],
    ],
    [
      "a budget in percent",
      [
        {
          at: "PodDisruptionBudget/web",
          path: "spec",
          value: { minAvailable: "60%", selector: { matchLabels: { app: "web" } } },
        },
      ],
    ],
    ["a port by its name", [{ at: "Service/web", path: "spec.ports.0.targetPort", value: "http" }]],
  ])("%s", (_what, changes) => {
    expect(findingsOf(...changes)).toEqual([]);
  });

  it("lets a queue worker be a Deployment, and refuses it as a Rollout", () => {
    const asRollout: Change[] = [
      { at: deployment, path: "metadata.labels.tier", value: "async" },
      { at: "HorizontalPodAutoscaler/web-hpa", path: "spec.scaleTargetRef.kind", value: "Rollout" },
      { at: deployment, path: "apiVersion", value: "argoproj.io/v1alpha1" },
      { at: deployment, path: "kind", value: "Rollout" },
    ];
    const found = (changes: Change[]) =>
      findingsOf(...changes).filter(({ rule }) => rule === "rollout-serves-requests");
    expect(found(asRollout.slice(0, 1))).toEqual([]);
    expect(found(asRollout)).toMatchObject([{ message: expect.stringMatching(/Make it a Deployment/) }]);
  });
});
