import { describe, expect, it } from "vitest";
import type { PodTemplateSpec, ReplicaSet } from "../kubernetes/workload.ts";
import { canaryReplicaSets, namespace, rolloutOf, templateOf } from "../testing/fixtures.ts";
import { describeTemplateChange } from "./describe-template-change.ts";
import { diffRevisions } from "./list-revisions.ts";
import { planWorkloadAction } from "./plan-workload-action.ts";
import type { Workload } from "./workload-row.ts";
import { writtenTemplate } from "./written-template.ts";

/** As the controller leaves them: what it put into the template is noted beside it. */
function injectInto(replicaSet: ReplicaSet, injected: NonNullable<PodTemplateSpec["metadata"]>): ReplicaSet {
  const { metadata, spec } = replicaSet;
  const { labels, annotations } = spec.template?.metadata ?? {};
  return {
    ...replicaSet,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        "rollout.argoproj.io/ephemeral-metadata": JSON.stringify(injected),
      },
    },
    spec: {
      ...spec,
      template: {
        ...spec.template,
        metadata: {
          labels: { ...labels, ...injected.labels },
          ...(injected.annotations ? { annotations: { ...annotations, ...injected.annotations } } : {}),
        },
      },
    },
  };
}

const [stable, canary] = canaryReplicaSets();
if (!stable || !canary) throw new Error("The canary has two ReplicaSets.");
const replicaSets = [
  injectInto(stable, { labels: { role: "stable" }, annotations: { watched: "no" } }),
  injectInto(canary, { labels: { role: "canary" } }),
];
const target = { environment: "production", kind: "Rollout", namespace, name: "web" } as const;
const workload: Workload = { kind: "Rollout", object: rolloutOf() };

describe("the template of a revision, as it was written", () => {
  it("has nothing that says canary or stable", () => {
    expect(replicaSets.map(writtenTemplate)).toEqual([templateOf("1.0.0"), templateOf("2.0.0")]);
  });

  it("keeps the labels and annotations that a person wrote", () => {
    const metadata = { labels: { app: "web", team: "credit" }, annotations: { note: "mine" } };
    const written = { ...stable, spec: { ...stable.spec, template: { ...templateOf("1.0.0"), metadata } } };
    const injected = injectInto(written, { labels: { role: "stable" }, annotations: { watched: "no" } });
    expect(writtenTemplate(injected).metadata).toEqual(metadata);
    expect(writtenTemplate(written).metadata).toEqual(metadata);
  });

  it("has no rule that keeps it off the nodes of the stable version", () => {
    const selector = {
      matchExpressions: [{ key: "rollouts-pod-template-hash", operator: "In", values: ["old"] }],
    };
    const terms = [{ labelSelector: selector, topologyKey: "kubernetes.io/hostname" }];
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
    const kept = { ...canary, spec: { ...canary.spec, template: templateOf("2.0.0", { affinity }) } };
    expect(writtenTemplate(kept)).toEqual(templateOf("2.0.0"));
  });

  it("is left as it is where the note cannot be read", () => {
    for (const note of ["{", "null", "[]", '"role"']) {
      const annotations = { "rollout.argoproj.io/ephemeral-metadata": note };
      const noted = { ...stable, metadata: { ...stable.metadata, annotations } };
      expect(writtenTemplate(noted), note).toEqual(templateOf("1.0.0"));
    }
  });
});

describe("beside a canary whose pods are labelled", () => {
  it("going back to the stable version writes its own template, which the controller returns to without steps", () => {
    const command = { action: "workload.rollBack", target, revision: 1 } as const;
    const [request] = planWorkloadAction(
      command,
      workload,
      { replicaSets, hpa: undefined },
      "2026-01-05T10:00:00Z",
    );
    expect(request?.body).toContainEqual({
      op: "replace",
      path: "/spec/template",
      value: templateOf("1.0.0"),
    });
  });

  it("the revision that runs is known as such", () => {
    const command = { action: "workload.rollBack", target, revision: 2 } as const;
    const plan = () =>
      planWorkloadAction(command, workload, { replicaSets, hpa: undefined }, "2026-01-05T10:00:00Z");
    expect(plan).toThrow("Revision 2 is what it runs already.");
  });

  it("the image of the stable version is said to be a return to it", () => {
    const image = "registry.example/web:1.0.0";
    const command = { action: "workload.setImage", target, container: "web", image } as const;
    expect(describeTemplateChange(command, workload, replicaSets)).toContain(
      "That is the stable version: all traffic returns to it at once, and no step runs.",
    );
  });

  it("two revisions differ by what was written", () => {
    const [from, to] = replicaSets;
    if (!from || !to) throw new Error("There are two.");
    expect(diffRevisions(from, to).map(({ path }) => path)).toEqual([
      "spec.template.spec.containers[web].image",
    ]);
  });
});
