import { expect, it } from "vitest";
import { templateOf } from "../testing/fixtures.ts";
import { withoutInjectedAntiAffinity } from "./without-injected-anti-affinity.ts";

const injected = {
  labelSelector: {
    matchExpressions: [{ key: "rollouts-pod-template-hash", operator: "In", values: ["old"] }],
  },
  namespaces: ["horizon-test"],
  topologyKey: "kubernetes.io/hostname",
};
const own = { labelSelector: { matchLabels: { app: "web" } }, topologyKey: "topology.kubernetes.io/zone" };
const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
const required = (...terms: object[]) => ({ requiredDuringSchedulingIgnoredDuringExecution: terms });
const preferred = (...terms: object[]) => ({
  preferredDuringSchedulingIgnoredDuringExecution: terms.map((podAffinityTerm) => ({
    weight: 1,
    podAffinityTerm,
  })),
});

const { spec = {} } = templateOf("1.0.0");

it.each([
  ["the only rule", { podAntiAffinity: required(injected) }, undefined],
  ["the only rule, as a wish", { podAntiAffinity: preferred(injected) }, undefined],
  ["beside a person's", { podAntiAffinity: required(own, injected) }, { podAntiAffinity: required(own) }],
  [
    "beside a person's wish",
    { podAntiAffinity: { ...required(injected), ...preferred(own) } },
    { podAntiAffinity: preferred(own) },
  ],
  ["beside a rule about nodes", { nodeAffinity, podAntiAffinity: required(injected) }, { nodeAffinity }],
])("what the controller put in is taken out: %s", (_where, affinity, left) => {
  expect(withoutInjectedAntiAffinity({ ...spec, affinity })).toEqual(
    left === undefined ? spec : { ...spec, affinity: left },
  );
});

it.each([
  ["no affinity", undefined],
  ["a person's rules", { nodeAffinity, podAntiAffinity: { ...required(own), ...preferred(own) } }],
  ["an empty list", { podAntiAffinity: required() }],
])("the rest stays as it was written: %s", (_what, affinity) => {
  const written = affinity === undefined ? spec : { ...spec, affinity };
  expect(withoutInjectedAntiAffinity(written)).toBe(written);
});
