import { describe, expect, it, test } from "vitest";
import { parseObjects } from "../rendered-object.ts";
import { checkCharts } from "./check-charts.ts";
import { listCharts } from "./controller-charts.ts";
import { renderChart } from "./render-chart.ts";

const foundation = parseObjects(`
apiVersion: v1
kind: Namespace
metadata: { name: tools, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: Namespace
metadata: { name: agents, labels: { pod-security.kubernetes.io/enforce: privileged } }
`);

/** A controller in the restricted namespace and an agent in the other, with a definition: what tests break in one place each. */
const soundCharts = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: wheels.shop.example }
spec:
  group: shop.example
  names: { kind: Wheel }
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            metadata: { type: object }
            apiVersion: { type: string }
            kind: { type: string }
            spec:
              type: object
              properties:
                spokes: { type: integer, format: int32 }
                width: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                labels: { type: object, additionalProperties: { type: string } }
                rest: { type: object, x-kubernetes-preserve-unknown-fields: true }
    - name: v1alpha1
      served: false
      schema: { openAPIV3Schema: { type: object } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, namespace: tools }
spec:
  selector: { matchLabels: { app: c } }
  template:
    metadata: { labels: { app: c } }
    spec:
      containers:
        - name: controller
          resources: { requests: { memory: 64Mi }, limits: { memory: 128Mi } }
          securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, seccompProfile: { type: RuntimeDefault }, capabilities: { drop: [ALL] } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: agents }
spec:
  selector: { matchLabels: { app: a } }
  template:
    metadata: { labels: { app: a } }
    spec:
      hostPID: true
      containers:
        - name: agent
          ports: [{ containerPort: 8126 }]
          resources: { requests: { memory: 65Mi }, limits: { memory: 129Mi } }
`;
const soundWheel = `
apiVersion: shop.example/v1
kind: Wheel
metadata: { name: front }
spec: { spokes: 36, width: 2in, labels: { a: b }, rest: { anything: [1] } }
`;

/** What is said after some text of the charts, or of our object, became another. */
function findingsWith(from: string, to: string): string[] {
  const [charts, overlays] = [soundCharts, soundWheel].map((text) => parseObjects(text.replace(from, to)));
  const given = { environment: "shop", foundation, charts: charts ?? [], overlays: overlays ?? [] };
  return checkCharts(given).map(({ subject, message, rule }) => `${subject}: ${message} [${rule}]`);
}

function expectFinding(_what: string, from: string, to: string, message: RegExp): void {
  expect(findingsWith(from, to).join("\n")).toMatch(message);
}

it("charts that keep every rule are let through", () => {
  expect(findingsWith("", "")).toEqual([]);
});

describe("a chart is refused that", () => {
  it.each([
    [
      "makes a kind that the cluster no longer has",
      "apps/v1\nkind: Dep",
      "apps/v1beta1\nkind: Dep",
      /Deployment tools\/controller.*kind-there/,
    ],
    [
      "makes an object of the kind that it defines",
      "apps/v1\nkind: DaemonSet",
      "shop.example/v1\nkind: Wheel",
      /Wheel agents\/agent: A new cluster has no.*kind-there/,
    ],
    [
      "goes into a namespace that nobody makes",
      "namespace: agents",
      "namespace: nowhere",
      /DaemonSet agent|nowhere.*namespace-there/,
    ],
    [
      "runs as root where that is refused",
      "runAsNonRoot: true, ",
      "",
      /controller: Set securityContext.runAsNonRoot.*restricted-controller/,
    ],
    [
      "keeps capabilities where that is refused",
      ", capabilities: { drop: [ALL] }",
      "",
      /Drop ALL.*restricted-controller/,
    ],
    [
      "takes what memory it wants",
      "limits: { memory: 129Mi }",
      "limits: { cpu: 1 }",
      /Container agent takes.*memory-bounded/,
    ],
    [
      "is evicted first",
      "requests: { memory: 64Mi }, ",
      "requests: { cpu: 1 }, ",
      /Container controller takes.*memory-bounded/,
    ],
    [
      "listens on every node",
      "{ containerPort: 8126 }",
      "{ containerPort: 8126, hostPort: 8126 }",
      /every node.*no-host-port/,
    ],
  ])("%s", expectFinding);
});

describe("an object of ours is refused that", () => {
  it.each([
    [
      "has a field that the definition does not have",
      "spokes: 36",
      "spoke: 36",
      /shop: Wheel front: \/spec .*\(spoke\).*custom-object/,
    ],
    ["has a value of another type", "spokes: 36", 'spokes: "36"', /\/spec\/spokes must be integer/],
    ["lacks what is required", "spec: { spokes", "spek: { spokes", /required property 'spec'/],
    [
      "is of a version that is not served",
      "example/v1\nkind: Wheel\nmetadata: { name: front",
      "example/v1alpha1\nkind: Wheel\nmetadata: { name: front",
      /serve no shop.example\/v1alpha1 Wheel/,
    ],
  ])("%s", expectFinding);
});

test("a chart that cannot be rendered is named, with what to do where helm is missing", async () => {
  const [chart] = listCharts("staging");
  if (!chart) throw new Error("staging has no charts");
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  try {
    await expect(renderChart(chart)).rejects.toThrow(/helm cannot be started.*PATH/);
  } finally {
    process.env.PATH = path;
  }
});
