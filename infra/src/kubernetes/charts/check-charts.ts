import type { Finding } from "../../policy/finding.ts";
import { applyRules, type PolicyRule } from "../policy-rule.ts";
import type { RenderedObject } from "../rendered-object.ts";
import {
  controllersRestricted,
  kindsThere,
  memoryBounded,
  namespacesThere,
  noHostPorts,
} from "./chart-rules.ts";
import { customObjectsKnown } from "./custom-object-rule.ts";

const controllerRules: readonly PolicyRule[] = [
  kindsThere,
  namespacesThere,
  controllersRestricted,
  memoryBounded,
  noHostPorts,
];

interface RenderedControllers {
  environment: string;
  /** What is in the cluster before the charts. */
  foundation: readonly RenderedObject[];
  charts: readonly RenderedObject[];
  /** What of ours comes after them. */
  overlays: readonly RenderedObject[];
}

/** What is wrong with what charts make, and with our objects of the kinds that they define. */
export function checkCharts({ environment, foundation, charts, overlays }: RenderedControllers): Finding[] {
  return [
    ...applyRules(`controllers/${environment}`, { objects: charts, foundation }, controllerRules),
    ...applyRules(environment, { objects: overlays, foundation: charts }, [customObjectsKnown]),
  ];
}
