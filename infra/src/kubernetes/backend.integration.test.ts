import { beforeAll, expect, test } from "vitest";
import { listBackendServices } from "./backend-sources.ts";
import { getOverlay } from "./overlays.ts";
import { renderOverlay } from "./render-overlay.ts";
import { listWorkloads, ofKind, podSpecOf, type RenderedObject } from "./rendered-object.ts";

let objects: RenderedObject[];
beforeAll(async () => {
  objects = await renderOverlay(getOverlay("production"));
});
const services = listBackendServices();

/** Variables that the pod's main container gets: its own, and those of ConfigMaps. */
function settingsOf(service: string): string[] {
  const workload = listWorkloads(objects, "serving").find(({ metadata }) => metadata.name === service);
  const [container] = workload ? podSpecOf(workload).containers : [];
  const maps = (container?.envFrom ?? []).map(({ configMapRef }) => configMapRef?.name);
  const shared = ofKind(objects, "ConfigMap").filter(({ metadata }) => maps.includes(metadata.name));
  return [
    ...(container?.env ?? []).map(({ name }) => name),
    ...shared.flatMap(({ data }) => Object.keys(data ?? {})),
  ];
}

test.each(services)("$name gets every setting that it has no default for", ({ name, requiredSettings }) => {
  const given = settingsOf(name);
  const missing = requiredSettings.filter((setting) => !given.includes(setting));
  expect(missing, `add to the env of k8s/base/${name}, secrets by its externalsecret.yaml`).toEqual([]);
});

interface Peer {
  podSelector?: { matchLabels?: { app?: string }; matchExpressions?: { key: string; values?: string[] }[] };
}
const appsOf = ({ podSelector: { matchLabels, matchExpressions = [] } = {} }: Peer) => [
  ...(matchLabels?.app ? [matchLabels.app] : []),
  ...matchExpressions.flatMap(({ values = [] }) => values),
];

/** Apps that the policy of a service lets in, or that it may call. */
function peersOf(service: string, side: "ingress" | "egress"): string[] {
  const policy = ofKind<Record<typeof side, { from?: Peer[]; to?: Peer[] }[] | undefined>>(
    objects,
    "NetworkPolicy",
  ).find(({ metadata }) => metadata.name === service);
  return (policy?.spec[side] ?? []).flatMap(({ from = [], to = [] }) => [...from, ...to].flatMap(appsOf));
}

test.each(services)("$name is reached by the services that its routes let in", ({ name, callers }) => {
  const others = callers.filter((caller) => caller !== name);
  const unreachable = others.filter((caller) => !peersOf(name, "ingress").includes(caller));
  expect(unreachable, `add to the ingress of k8s/base/${name}/networkpolicy.yaml`).toEqual([]);
});

test("whom a service lets in may call it, and nobody may call who is not let in", () => {
  const names = listWorkloads(objects, "serving").map(({ metadata }) => metadata.name);
  const edges = (side: "ingress" | "egress") =>
    names.flatMap((name) =>
      peersOf(name, side).map((peer) => (side === "ingress" ? `${peer} → ${name}` : `${name} → ${peer}`)),
    );
  expect(edges("egress").sort()).toEqual(edges("ingress").sort());
});
