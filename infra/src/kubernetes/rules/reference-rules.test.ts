import { inContainer, inDeployment, itAllows, itRefuses } from "../testing/rule-cases.ts";

itRefuses([
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
    "a key that the secret does not get",
    [inContainer("env.0.valueFrom.secretKeyRef.key", "redis_url")],
    /Secret web-secrets has no key redis_url, but redis-url/,
  ],
  [
    "reference-resolves",
    "no service account",
    [{ remove: "ServiceAccount/web" }],
    /names ServiceAccount web/,
  ],
]);

itAllows([["a port by its name", [{ at: "Service/web", path: "spec.ports.0.targetPort", value: "http" }]]]);
