import { expect, it } from "vitest";
import type { Operator } from "../selectors/requirement.ts";
import type { Node } from "./node.ts";
import { matchesNode } from "./node-affinity.ts";
import type { Pod, PodSpec } from "./pod.ts";

const metadata = { name: "n1", uid: "", resourceVersion: "", creationTimestamp: "" };
const labels = { zone: "a", cores: "8" };
const node: Node = { apiVersion: "v1", kind: "Node", metadata: { ...metadata, labels }, spec: {} };
const pod = (spec: Partial<PodSpec>): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata,
  spec: { containers: [], ...spec },
});
const requiring = (...nodeSelectorTerms: object[]) =>
  pod({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  });
const label = (key: string, operator: Operator, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

const CASES: [what: string, pod: Pod, isMatch: boolean][] = [
  ["no wish", pod({}), true],
  ["a label that it has", pod({ nodeSelector: { zone: "a" } }), true],
  ["a label of another value", pod({ nodeSelector: { zone: "b" } }), false],
  ["one of some values", requiring(label("zone", "In", "a", "b")), true],
  ["none of some values", requiring(label("zone", "NotIn", "a")), false],
  ["any value", requiring(label("disk", "Exists")), false],
  ["no value", requiring(label("disk", "DoesNotExist")), true],
  ["more", requiring(label("cores", "Gt", "4")), true],
  ["less", requiring(label("cores", "Lt", "8")), false],
  ["one term of two", requiring(label("zone", "In", "b"), label("zone", "In", "a")), true],
  ["its name", requiring({ matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }] }), true],
  [
    "another name",
    requiring({ matchFields: [{ key: "metadata.name", operator: "In", values: ["n2"] }] }),
    false,
  ],
  ["a term that asks for nothing", requiring({}), false],
];
it.each(CASES)("%s", (_, subject, isMatch) => {
  expect(matchesNode(subject, node)).toBe(isMatch);
});
