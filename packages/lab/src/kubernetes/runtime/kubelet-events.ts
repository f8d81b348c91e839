import type { EventToRecord } from "../controllers/event-recorder.ts";
import type { Pod } from "../controllers/pod.ts";
import type { ContainerHappening } from "./container-run.ts";

/** The events that a kubelet writes about what happened to a pod's containers. */
export function eventsOf(pod: Pod, happenings: readonly ContainerHappening[]): EventToRecord[] {
  return happenings.flatMap(({ kind, run }) => {
    const list = run.role === "main" ? "containers" : "initContainers";
    const fieldPath = `spec.${list}{${run.name}}`;
    if (kind === "started") {
      return [
        normal("Pulled", `Container image "${run.image}" already present on machine`, fieldPath),
        normal("Created", `Created container: ${run.name}`, fieldPath),
        normal("Started", `Started container ${run.name}`, fieldPath),
      ];
    }
    if (kind === "pull-failed") {
      return [
        warning("Failed", `Failed to pull image "${run.image}": not found`, fieldPath),
        warning("Failed", "Error: ErrImagePull", fieldPath),
        normal("BackOff", `Back-off pulling image "${run.image}"`, fieldPath),
      ];
    }
    const { name, namespace = "", uid } = pod.metadata;
    const message = `Back-off restarting failed container ${run.name} in pod ${name}_${namespace}(${uid})`;
    return [warning("BackOff", message, fieldPath)];
  });
}

function normal(reason: string, message: string, fieldPath: string): EventToRecord {
  return { type: "Normal", reason, message, fieldPath };
}

function warning(reason: string, message: string, fieldPath: string): EventToRecord {
  return { type: "Warning", reason, message, fieldPath };
}
