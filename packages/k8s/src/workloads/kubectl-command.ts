import type { ClusterCommand } from "@horizon/contracts";
import type { PlannedRequest } from "../kubernetes/planned-request.ts";

/** What one would type to do the same by hand, for people to copy. */
export function kubectlCommand(command: ClusterCommand, planned: readonly PlannedRequest[]): string {
  const { namespace, name, kind } = command.target;
  const target = `${kind.toLowerCase()}/${name} -n ${namespace}`;
  const isRollout = kind === "Rollout";
  switch (command.action) {
    case "workload.restart":
      return isRollout
        ? `kubectl argo rollouts restart ${name} -n ${namespace}`
        : `kubectl rollout restart ${target}`;
    case "workload.rollBack":
      return isRollout
        ? `kubectl argo rollouts undo ${name} --to-revision=${command.revision} -n ${namespace}`
        : `kubectl rollout undo ${target} --to-revision=${command.revision}`;
    case "workload.setImage":
      return isRollout
        ? `kubectl argo rollouts set image ${name} ${command.container}=${command.image} -n ${namespace}`
        : `kubectl set image ${target} ${command.container}=${command.image}`;
    case "workload.scale":
      return `kubectl scale ${target} --replicas=${command.replicas}`;
    case "pod.delete":
      return `kubectl delete ${target}`;
    case "rollout.promote":
      return `kubectl argo rollouts promote ${name} -n ${namespace}`;
    case "rollout.promoteFull":
      return `kubectl argo rollouts promote ${name} --full -n ${namespace}`;
    case "rollout.pause":
      return `kubectl argo rollouts pause ${name} -n ${namespace}`;
    case "rollout.abort":
      return `kubectl argo rollouts abort ${name} -n ${namespace}`;
    case "rollout.retry":
      return `kubectl argo rollouts retry rollout ${name} -n ${namespace}`;
    case "rollout.resume":
    case "rollout.skipStep":
    case "workload.setScaleBounds":
      return planned.map((request) => patchCommand(request, namespace)).join(" && ");
  }
}

function patchCommand({ path, body }: PlannedRequest, namespace: string): string {
  const [, plural = "", name = "", subresource] =
    /\/([^/]+)\/([^/]+?)(?:\/(status|scale))?$/.exec(path) ?? [];
  const flag = subresource ? ` --subresource=${subresource}` : "";
  const { metadata: _precondition, ...patch } = body as Record<string, unknown>;
  return `kubectl patch ${plural} ${name} -n ${namespace}${flag} --type=merge -p '${JSON.stringify(patch)}'`;
}
