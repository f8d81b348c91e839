import { VERSION_LABEL } from "../estate/pod-template.ts";
import { SERVICES } from "../estate/service-catalog.ts";
import type { PodBehaviour } from "../kubernetes/runtime/behaviour-rules.ts";
import { deployRelease, isMidCanary, nextVersion, versionOf, type WorkloadReference } from "./releases.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** In this order, so that scenarios called one after another meet different services. */
const GOOD_CANDIDATES = [
  "customer-service",
  "credit-service",
  "api-gateway",
  "billing-service",
  "auth-service",
];
const BAD_CANDIDATES = [
  "credit-service",
  "api-gateway",
  "customer-service",
  "auth-service",
  "billing-service",
];

export const goodCanary: Scenario = {
  name: "good-canary",
  summary: "a sound release starts as a canary and waits at its first gate",
  start(world) {
    const reference = findIdle(world, GOOD_CANDIDATES);
    const version = nextVersion(versionOf(reference), "minor");
    deployRelease(reference, version);
    return {
      message: `${reference.service} ${version} begins its canary; it waits for a person after the first analysis.`,
    };
  },
};

export const badCanary: Scenario = failingCanary(
  "bad-canary",
  "a release that answers 8 % of requests with errors; analysis aborts it",
  { errorRate: 0.08 },
);

export const slowCanary: Scenario = failingCanary(
  "slow-canary",
  "a release that starts slowly and answers late; analysis aborts it",
  { latencyP95Ms: 2_400, startupMs: 20_000 },
);

export const crashLoop: Scenario = faultyNotification({
  name: "crash-loop",
  summary: "a release of notification-service that crashes on start; its rollout gets stuck",
  behaviour: { crash: { afterMs: 2_000, exitCode: 1, reason: "Error" } },
  happening: "crashes on start",
});

export const logFlood: Scenario = faultyNotification({
  name: "log-flood",
  summary: "a release of notification-service whose pods write 3,000 lines a second each",
  behaviour: { logLinesPerSecond: 3_000 },
  happening: "floods its logs",
});

function faultyNotification(fault: {
  name: string;
  summary: string;
  behaviour: PodBehaviour;
  /** Completes “notification-service 1.2.3 … in production”. */
  happening: string;
}): Scenario {
  const { name, summary, behaviour, happening } = fault;
  return {
    name,
    summary,
    start(world) {
      const { store, estate } = world.clusters.production;
      const reference = { store, namespace: estate.namespace, service: "notification-service" };
      const version = nextVersion(versionOf(reference), "patch");
      const undo = deployFaulty({ world, reference, version, behaviour });
      return { message: `notification-service ${version} ${happening} in production.`, undo };
    },
  };
}

function failingCanary(name: string, summary: string, behaviour: PodBehaviour): Scenario {
  return {
    name,
    summary,
    start(world) {
      const reference = findIdle(world, BAD_CANDIDATES);
      const version = nextVersion(versionOf(reference), "minor");
      const undo = deployFaulty({ world, reference, version, behaviour });
      return {
        message: `${reference.service} ${version} begins its canary and will not pass its first analysis.`,
        undo,
      };
    },
  };
}

/** Deploys a version under a rule that makes it faulty. Returns what puts the sound one back. */
function deployFaulty(fault: {
  world: World;
  reference: WorkloadReference;
  version: string;
  behaviour: PodBehaviour;
}): () => void {
  const { world, reference, version, behaviour } = fault;
  const { namespace, service } = reference;
  const rule = `${namespace}/${service}@${version}`;
  world.rules.set(rule, { namespace, labels: { app: service, [VERSION_LABEL]: version }, behaviour });
  const restore = deployRelease(reference, version);
  return () => {
    if (versionOf(reference) === version) restore();
    world.rules.remove(rule);
  };
}

/** The first service without a canary under way; if all are busy, the first candidate: a new release replaces its canary. */
function findIdle({ clusters }: World, candidates: readonly string[]): WorkloadReference {
  const { store, estate } = clusters.production;
  const references = candidates
    .filter((candidate) => SERVICES.some(({ name }) => name === candidate))
    .map((service) => ({ store, namespace: estate.namespace, service }));
  const found = references.find((reference) => !isMidCanary(reference)) ?? references[0];
  if (!found) throw new Error("No candidate is in the catalogue");
  return found;
}
