import type { WorkloadDetail } from "@horizon/contracts";
import type { PodTemplateSpec } from "../kubernetes/workload.ts";
import { listContainers } from "../workloads/image-version.ts";
import type { PodFacts } from "../workloads/pod-facts.ts";

type LogContainer = WorkloadDetail["logContainers"][number];
type Containers = Pick<PodFacts, "containerNames" | "sidecars" | "initContainers" | "ephemeralContainers">;

const roles: readonly LogContainer["role"][] = ["main", "sidecar", "init", "ephemeral"];

/**
 * Every container that `kubectl logs -c` would take for one of the pods: those of the template, what the cluster put in beside
 * them (a mesh's proxy), and what people did (`kubectl debug`). Main ones first.
 */
export function listLogContainers(
  template: PodTemplateSpec | undefined,
  pods: readonly Containers[],
): LogContainer[] {
  const found = new Map<string, LogContainer["role"]>();
  const note = (role: LogContainer["role"], names: readonly string[]) => {
    for (const name of names) if (!found.has(name)) found.set(name, role);
  };
  for (const { container, sidecar } of listContainers(template))
    note(sidecar ? "sidecar" : "main", [container.name]);
  note(
    "init",
    (template?.spec?.initContainers ?? []).map(({ name }) => name),
  );
  for (const { containerNames, sidecars, initContainers, ephemeralContainers } of pods) {
    note("sidecar", sidecars);
    note("main", containerNames);
    note("init", initContainers);
    note("ephemeral", ephemeralContainers);
  }
  return [...found]
    .map(([name, role]) => ({ name, role }))
    .sort((left, right) => roles.indexOf(left.role) - roles.indexOf(right.role));
}
