import { inContainer, inPod, itRefuses } from "../testing/rule-cases.ts";

itRefuses([
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
    "probes-set",
    "no liveness probe",
    [inContainer("livenessProbe", undefined)],
    /one that hangs stays as it is/,
  ],
  [
    "grace-exceeds-drain",
    "the default grace with a wait",
    [inPod("terminationGracePeriodSeconds", undefined)],
    /is 30, but .* take 35: set more than 35/,
  ],
  [
    "grace-exceeds-drain",
    "a drain that the process announces",
    [inContainer("env.1", { name: "DRAIN_DELAY_MS", value: "30000" })],
    /take 65/,
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
]);
