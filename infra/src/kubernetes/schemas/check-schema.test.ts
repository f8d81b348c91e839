import { inContainer, itRefuses } from "../testing/rule-cases.ts";

itRefuses([
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
]);
