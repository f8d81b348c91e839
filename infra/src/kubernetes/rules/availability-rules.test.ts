import { inDeployment, itAllows, itRefuses } from "../testing/rule-cases.ts";

itRefuses([
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
    /above 20.*Lower it to 20; for more, enlarge pod_subnet_cidrs and max_connections/,
  ],
  ["autoscaler-bounds", "replicas beside it", [inDeployment("replicas", 3)], /Remove spec\.replicas/],
  [
    "autoscaler-bounds",
    "no target",
    [{ at: "HorizontalPodAutoscaler/web-hpa", path: "spec.scaleTargetRef.kind", value: "Rollout" }],
    /scales Rollout web, which is not here/,
  ],
]);

itAllows([
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
]);
