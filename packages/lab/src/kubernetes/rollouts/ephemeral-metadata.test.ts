import { expect, it } from "vitest";
import { deployed, PAUSED_AT_25 } from "./testing/deployed-rollout.ts";

const withMetadata = {
  canary: {
    ...PAUSED_AT_25,
    canaryMetadata: { labels: { role: "canary" }, annotations: { watched: "closely" } },
    stableMetadata: { labels: { role: "stable" } },
  },
};

type Deployed = ReturnType<typeof deployed>["cluster"];
const templatesOf = (cluster: Deployed) =>
  cluster.replicaSets().map(({ metadata, spec }) => ({
    role: spec.template.metadata?.labels?.role,
    annotations: spec.template.metadata?.annotations,
    noted: metadata.annotations?.["rollout.argoproj.io/ephemeral-metadata"],
  }));
/** The roles of the pods of an image, once each. */
const rolesOf = (cluster: Deployed, image: string) => [
  ...new Set(
    cluster
      .pods()
      .filter(({ spec }) => spec.containers[0]?.image === image)
      .map(({ metadata }) => metadata.labels?.role),
  ),
];

it("pods say whether they are the canary or stable, and say so no longer when they are neither", () => {
  const { cluster, client } = deployed(withMetadata);
  const stable = { role: "stable", annotations: undefined, noted: '{"labels":{"role":"stable"}}' };
  expect(templatesOf(cluster)).toEqual([stable]);
  expect(rolesOf(cluster, "v1")).toEqual(["stable"]);

  cluster.setImage("v2");
  cluster.advance(60_000);
  const canary = {
    role: "canary",
    annotations: { watched: "closely" },
    noted: '{"labels":{"role":"canary"},"annotations":{"watched":"closely"}}',
  };
  expect(templatesOf(cluster)).toEqual([stable, canary]);
  expect([rolesOf(cluster, "v1"), rolesOf(cluster, "v2")]).toEqual([["stable"], ["canary"]]);

  client.promoteFull();
  cluster.advance(60_000);
  expect(cluster.status()).toMatchObject({ phase: "Healthy", stableRS: cluster.hashOf(2) });
  expect(templatesOf(cluster)).toEqual([
    { role: undefined, annotations: undefined, noted: undefined },
    stable,
  ]);
  expect(rolesOf(cluster, "v2")).toEqual(["stable"]);
});

it("it is no part of the revision: what was stable is returned to without steps", () => {
  const { cluster } = deployed(withMetadata);
  const first = cluster.hashOf(1);
  cluster.setImage("v2");
  cluster.advance(60_000);
  cluster.setImage("v1");
  cluster.advance(60_000);
  expect(cluster.status()).toMatchObject({ phase: "Healthy", stableRS: first, currentPodHash: first });
  expect(cluster.revisions()).toHaveLength(2);
  expect(cluster.errors).toEqual([]);
});

it("nor is it where what was stable comes back as the API server filled it in, under another hash", () => {
  const { cluster } = deployed(withMetadata);
  const first = cluster.hashOf(1);
  const [stable] = cluster.replicaSets();
  cluster.setImage("v2");
  cluster.advance(60_000);
  cluster.patchSpec({ template: { metadata: { labels: { app: "api" } }, spec: stable?.spec.template.spec } });
  cluster.advance(60_000);
  expect(cluster.status()).toMatchObject({ phase: "Healthy", stableRS: first, currentPodHash: first });
  expect(cluster.revisions()).toHaveLength(2);
});
