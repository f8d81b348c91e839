import { CLUSTERS, clusterFoundation, clusterWorkloads, type Manifest } from "@horizon/lab/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { getOverlay } from "./overlays.ts";
import { renderOverlay } from "./render-overlay.ts";
import type { RenderedObject } from "./rendered-object.ts";
import { listWorkloads } from "./rendered-object.ts";
import { leastReplicas } from "./rules/availability-rules.ts";

/** The console must show of a cluster made from k8s what it shows of the lab: the strategy's estate. */
describe.each(CLUSTERS.map((estate) => ({ ...estate, estate })))(
  "the lab's $name and k8s/overlays/$name",
  ({ name, namespace, estate }) => {
    let objects: RenderedObject[];
    const workloads = clusterWorkloads(estate) as Manifest[];
    const foundation = clusterFoundation(estate);
    beforeAll(async () => {
      const overlays = [`platform/foundation/${name}`, name].map(getOverlay);
      objects = (await Promise.all(overlays.map(renderOverlay))).flat();
    });
    const namesOf = (
      all: readonly { kind: string; metadata: { name: string; namespace?: string } }[],
      ...kinds: string[]
    ) =>
      all
        .filter(({ kind, metadata }) => kinds.includes(kind) && metadata.namespace === namespace)
        .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
        .sort();
    const find = (
      all: readonly { kind: string; metadata: { name: string; namespace?: string } }[],
      kind: string,
      one: string,
    ) =>
      all.find(
        ({ kind: itsKind, metadata }) =>
          itsKind === kind && metadata.name === one && metadata.namespace === namespace,
      ) as (RenderedObject & { spec: Record<string, unknown> }) | undefined;

    it("hold the same workloads, Services, Ingresses, autoscalers, budgets and analysis templates", () => {
      const kinds = [
        "Rollout",
        "Deployment",
        "Service",
        "Ingress",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
      ];
      expect(namesOf(objects, ...kinds)).toEqual(namesOf(workloads, ...kinds));
      expect(namesOf(objects, "AnalysisTemplate")).toEqual(namesOf(foundation, "AnalysisTemplate"));
    });

    it("run the same number of pods, under the same labels, ports, resources, probes and service accounts", () => {
      for (const theirs of listWorkloads(workloads as RenderedObject[], "serving")) {
        const ours = find(objects, theirs.kind, theirs.metadata.name) as unknown as typeof theirs;
        expect([theirs.metadata.name, leastReplicas(ours, objects)]).toEqual([
          theirs.metadata.name,
          theirs.spec.replicas,
        ]);
        expect(ours.metadata.labels).toMatchObject(theirs.metadata.labels ?? {});
        expect(ours.spec.selector).toEqual(theirs.spec.selector);
        const { "app.kubernetes.io/version": _release, ...labels } =
          theirs.spec.template.metadata?.labels ?? {};
        expect(ours.spec.template.metadata?.labels).toMatchObject(labels);
        expect(ours.spec.template.metadata?.annotations).toEqual(theirs.spec.template.metadata?.annotations);
        const [our, their] = [ours, theirs].map(({ spec }) => spec.template.spec?.containers[0]);
        const { ports, resources, livenessProbe, readinessProbe } = their ?? {};
        expect(our).toMatchObject({
          name: theirs.metadata.name,
          ports,
          resources,
          livenessProbe,
          readinessProbe,
        });
        expect(ours.spec.template.spec?.serviceAccountName).toBe(
          theirs.spec.template.spec?.serviceAccountName,
        );
      }
    });

    it("ask the same of their canaries, in the lab sooner", () => {
      for (const theirs of foundation.filter(({ kind }) => kind === "AnalysisTemplate")) {
        const ours = find(objects, theirs.kind, theirs.metadata.name);
        expect(questionsOf(ours)).toEqual(questionsOf(theirs));
      }
    });

    it("release by the same steps, and lead to pods by the same Services", () => {
      for (const { kind, metadata, spec } of workloads as RenderedObject[]) {
        const ours = find(objects, kind, metadata.name);
        if (kind === "Rollout") {
          const { steps, ...strategy } = canaryOf(spec);
          expect(canaryOf(ours?.spec)).toMatchObject({ steps, ...strategy });
        } else if (kind === "Ingress") {
          const { rules, ...rest } = spec as { rules: object[] };
          // Beside the host of customers there may be one for health checks.
          expect(ours?.spec).toMatchObject({ ...rest, rules: expect.arrayContaining(rules) });
        } else if (kind !== "Deployment") expect(ours?.spec).toMatchObject(spec as object);
      }
    });

    it("give the same rights", () => {
      const rights = (all: readonly { kind: string }[]) =>
        Object.fromEntries(
          (all as RenderedObject[])
            // The lab deploys nothing: the role for that is k8s's alone.
            .filter(({ kind, metadata }) => kind === "ClusterRole" && metadata.name !== "horizon-deployer")
            .map(({ metadata, rules }) => [metadata.name, listRights(rules as PolicyRule[])]),
        );
      expect(rights(objects)).toEqual(rights(foundation));
    });
  },
);

const canaryOf = (spec: unknown) =>
  (spec as { strategy: { canary: { steps: unknown[]; [field: string]: unknown } } }).strategy.canary;

interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

const listRights = (rules: readonly PolicyRule[]) =>
  rules
    .flatMap(({ apiGroups, resources, resourceNames = ["*"], verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          resourceNames.flatMap((name) => verbs.map((verb) => `${verb} ${group}/${resource} ${name}`)),
        ),
      ),
    )
    .sort();

/** An analysis template without its times: nobody waits seven minutes for a canary of the lab. */
function questionsOf(template: unknown): unknown {
  const { spec } = template as { spec: { args: unknown; metrics: Record<string, unknown>[] } };
  return {
    args: spec.args,
    metrics: spec.metrics.map(({ initialDelay, interval, count, ...question }) => ({
      ...question,
      waits: initialDelay !== undefined && interval !== undefined && count !== undefined,
    })),
  };
}
