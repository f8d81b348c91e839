import { itAllows, itRefuses } from "../testing/rule-cases.ts";

itRefuses([
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
]);

itAllows([
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
]);
