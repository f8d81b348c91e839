import type { V1Container } from "@kubernetes/client-node";
import type { PolicyRule } from "../policy-rule.ts";
import { listContainers, listWorkloads, podSpecOf, type Workload } from "../rendered-object.ts";

/** What a service gets between the end of preStop and SIGKILL to finish what is under way. */
const drainSeconds = 20;

export const resourcesSet: PolicyRule = {
  name: "resources-set",
  check: (objects) =>
    listWorkloads(objects).flatMap((object) =>
      listContainers(object).flatMap((container) => {
        const missing = listMissingResources(container);
        const message = `Container ${container.name} has no ${missing.join(", no ")}. Set requests and limits of cpu and memory: without them one pod can starve a node.`;
        return missing.length > 0 ? [{ object, message }] : [];
      }),
    ),
};

function listMissingResources({ resources }: V1Container): string[] {
  return (["requests", "limits"] as const).flatMap((side) =>
    ["cpu", "memory"].flatMap((name) => (resources?.[side]?.[name] ? [] : [`${side}.${name}`])),
  );
}

export const probesSet: PolicyRule = {
  name: "probes-set",
  check: (objects) =>
    listWorkloads(objects, "serving").flatMap((object) =>
      podSpecOf(object)
        .containers.filter(({ livenessProbe, readinessProbe }) => !livenessProbe || !readinessProbe)
        .map(({ name }) => ({
          object,
          message: `Container ${name} needs a livenessProbe and a readinessProbe: without them one that hangs stays as it is. Work without requests has a health port too.`,
        })),
    ),
};

/** SIGKILL comes after preStop and the drain, never in the middle of them. */
export const gracefulShutdown: PolicyRule = {
  name: "grace-exceeds-drain",
  check: (objects) =>
    listWorkloads(objects, "serving").flatMap((object) => {
      const needed = drainOf(object) + drainSeconds;
      const grace = podSpecOf(object).terminationGracePeriodSeconds ?? 30;
      const message = `terminationGracePeriodSeconds is ${grace}, but preStop, the announced drain and ${drainSeconds} s for requests under way take ${needed}: set more than ${needed}.`;
      return grace > needed ? [] : [{ object, message }];
    }),
};

function drainOf(workload: Workload): number {
  const drains = podSpecOf(workload).containers.map(({ lifecycle, env = [] }) => {
    const announced = Number(env.find(({ name }) => name === "DRAIN_DELAY_MS")?.value ?? 0) / 1000;
    return (lifecycle?.preStop?.sleep?.seconds ?? 0) + announced;
  });
  return Math.max(0, ...drains);
}

/** A pod that takes requests goes on taking them until the load balancer has forgotten it. */
export const waitsBeforeStop: PolicyRule = {
  name: "pre-stop-wait",
  check: (objects) =>
    listWorkloads(objects, "serving").flatMap((object) =>
      podSpecOf(object)
        .containers.filter(({ ports = [], lifecycle }) => ports.length > 0 && !lifecycle?.preStop?.sleep)
        .map(({ name }) => ({
          object,
          message: `Container ${name} takes requests and stops at once when asked to. Add lifecycle.preStop.sleep, so that it leaves the load balancer first.`,
        })),
    ),
};

export const spreadOverZones: PolicyRule = {
  name: "spread-over-zones",
  check: (objects) =>
    listWorkloads(objects, "serving").flatMap((object) => {
      const zones = podSpecOf(object).topologySpreadConstraints?.find(
        ({ topologyKey }) => topologyKey === "topology.kubernetes.io/zone",
      );
      const own = object.spec.selector?.matchLabels ?? {};
      const counted = zones?.labelSelector?.matchLabels ?? {};
      const isOwn = Object.entries(own).every(([key, value]) => counted[key] === value);
      const message =
        "Its pods may all be in one zone. Add a topologySpreadConstraint over topology.kubernetes.io/zone with its own labels.";
      return zones && isOwn ? [] : [{ object, message }];
    }),
};
