import { expect, it } from "vitest";
import type { StoreEvent } from "../store/object-store.ts";
import {
  availableReplicas,
  desiredReplicas,
  podTemplateHashOf,
  type ReplicaSet,
} from "./model/replica-set-object.ts";
import type { CanaryStep, CanaryStrategy, Rollout } from "./model/rollout-object.ts";
import { rollingUpdateLimits } from "./replicas/rolling-update-limits.ts";
import { createReferenceClient } from "./testing/reference-client.ts";
import { createRolloutCluster, type RolloutCluster } from "./testing/rollout-cluster.ts";
import { createSeededRandom, type SeededRandom } from "./testing/seeded-random.ts";

const RUNS = 250;
const ACTIONS_PER_RUN = 12;
/** Far above what a settling cluster writes; a controller that writes for ever goes past it at once. */
const MAX_EVENTS = 8000;

/** Invariants of the reference, §3.10.4, under random specs and random actions of people. */
it(`holds its invariants in ${RUNS} random runs, and every run ends Healthy`, () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const violations = runOnce(seed);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
  }
});

function runOnce(seed: number): string[] {
  const random = createSeededRandom(seed);
  const routed = random.chance(0.5);
  const scales = random.chance(0.4);
  const cluster = createRolloutCluster({
    canary: randomCanary(random, routed),
    spec: { replicas: random.integer(1, 8) },
  });
  const client = createReferenceClient(cluster);
  cluster.createService("stable");
  cluster.createService("canary");
  cluster.deploy();
  const violations = watchInvariants(cluster, { routed, scales });
  for (let action = 0; action < ACTIONS_PER_RUN; action += 1) {
    act(random, cluster, client, scales);
    cluster.advance(random.integer(0, 40_000));
  }
  client.unpause();
  client.retry();
  cluster.advance(5000);
  client.promoteFull();
  cluster.advance(900_000);
  if (cluster.status().phase !== "Healthy") {
    violations.push(`ends ${cluster.status().phase}: ${cluster.status().message}`);
  }
  return [...new Set([...violations, ...cluster.errors.map(String)])];
}

function act(
  random: SeededRandom,
  cluster: RolloutCluster,
  client: ReturnType<typeof createReferenceClient>,
  scales: boolean,
): void {
  const actions: [() => void, ...(() => void)[]] = [
    () => cluster.setImage(`v${random.integer(1, 4)}`),
    () => cluster.setImage(`v${random.integer(1, 4)}`),
    () => client.promote(),
    () => client.promote(),
    () => client.promoteFull(),
    () => client.abort(),
    () => client.retry(),
    () => client.pause(),
    () => client.unpause(),
    () => client.resume(),
    () => cluster.patchSpec({ restartAt: new Date(cluster.clock.now()).toISOString() }),
  ];
  if (scales) actions.push(() => cluster.patchSpec({ replicas: random.integer(1, 8) }));
  random.pick(actions)();
}

function randomCanary(random: SeededRandom, routed: boolean): CanaryStrategy {
  const step = (): CanaryStep =>
    random.pick<() => CanaryStep>([
      () => ({ setWeight: random.integer(0, 100) }),
      () => ({ setWeight: random.integer(1, 99) }),
      () => ({ pause: {} }),
      () => ({ pause: { duration: random.integer(1, 30) } }),
      () => (routed ? { setCanaryScale: { replicas: random.integer(1, 4) } } : { pause: { duration: "5s" } }),
      () => (routed ? { setHeaderRoute: { name: "beta" } } : { setWeight: 50 }),
    ])();
  const limits = random.pick<CanaryStrategy>([
    {},
    { maxSurge: 1, maxUnavailable: 0 },
    { maxSurge: 0, maxUnavailable: 1 },
    { maxSurge: "50%", maxUnavailable: "50%" },
  ]);
  return {
    ...limits,
    steps: Array.from({ length: random.integer(0, 6) }, step),
    ...(routed
      ? {
          stableService: "stable",
          canaryService: "canary",
          trafficRouting: { nginx: {} },
          ...(random.chance(0.4) ? { dynamicStableScale: true } : {}),
          ...(random.chance(0.3) ? { abortScaleDownDelaySeconds: random.integer(1, 60) } : {}),
        }
      : {}),
  };
}

function watchInvariants(cluster: RolloutCluster, mode: { routed: boolean; scales: boolean }): string[] {
  const violations: string[] = [];
  let events = 0;
  cluster.store.subscribe("*", (event) => {
    events += 1;
    if (events > MAX_EVENTS) throw new Error("the controllers do not settle");
    if (event.type !== "MODIFIED") return;
    if (event.resource === "replicasets.apps") violations.push(...replicaSetViolations(cluster, event, mode));
    if (event.resource === "rollouts.argoproj.io") violations.push(...rolloutViolations(cluster, event));
  });
  return violations;
}

function replicaSetViolations(
  cluster: RolloutCluster,
  { object, previous }: StoreEvent,
  { routed, scales }: { routed: boolean; scales: boolean },
): string[] {
  const after = object as ReplicaSet;
  const before = previous as ReplicaSet;
  const rollout = cluster.rollout();
  const replicas = rollout.spec.replicas ?? 1;
  const limits = rollingUpdateLimits(rollout);
  const all = cluster.replicaSets();
  const found: string[] = [];
  const isResized = desiredReplicas(after) !== desiredReplicas(before);
  if (rollout.spec.paused && isResized) found.push("scaled while paused");
  const available = all.reduce((sum, replicaSet) => sum + availableReplicas(replicaSet), 0);
  // A restart takes pods away on its own, and a new template declares it done half way.
  const wasRestarted = rollout.spec.restartAt !== undefined;
  if (!routed && !scales && !wasRestarted && available < replicas - limits.maxUnavailable) {
    found.push(`${available} of ${replicas} available, ${limits.maxUnavailable} may be missing`);
  }
  const known = [rollout.status?.stableRS, rollout.status?.currentPodHash];
  const desired = (isOther: boolean) =>
    all
      .filter((replicaSet) => !known.includes(podTemplateHashOf(replicaSet)) === isOther)
      .reduce((sum, replicaSet) => sum + desiredReplicas(replicaSet), 0);
  const isGrowing = desiredReplicas(after) > desiredReplicas(before);
  const bound = replicas + limits.maxSurge + desired(true);
  if (!routed && isGrowing && desired(false) > bound) found.push(`${desired(false)} pods, bound ${bound}`);
  return found;
}

function rolloutViolations(cluster: RolloutCluster, { object, previous }: StoreEvent): string[] {
  const { status: after = {} } = object as Rollout;
  const { status: before = {} } = previous as Rollout;
  const found: string[] = [];
  const isSameUpdate =
    after.currentPodHash === before.currentPodHash &&
    after.currentStepHash === before.currentStepHash &&
    after.stableRS === before.stableRS;
  if (
    isSameUpdate &&
    !after.abort &&
    !before.abort &&
    (after.currentStepIndex ?? 0) < (before.currentStepIndex ?? 0)
  ) {
    found.push(`step index ${before.currentStepIndex} → ${after.currentStepIndex}`);
  }
  const weight = after.canary?.weights?.canary.weight ?? 0;
  const previousWeight = before.canary?.weights?.canary.weight ?? 0;
  if (weight === previousWeight) return found;
  const hash = after.canary?.weights?.canary.podTemplateHash;
  const canary = cluster.replicaSets().find((replicaSet) => podTemplateHashOf(replicaSet) === hash);
  // Upstream too: aborting a revision that has no pods yet, while dynamicStableScale leaves the traffic to the one before.
  const tookOver = after.abort && hash !== before.canary?.weights?.canary.podTemplateHash;
  if (weight > 0 && availableReplicas(canary) === 0 && !tookOver) found.push(`weight ${weight} on no pod`);
  if (after.abort && before.abort && weight > previousWeight) {
    found.push(`weight ${previousWeight} → ${weight} during an abort`);
  }
  return found;
}
