import type { KubeObject } from "../../store/object-store.ts";
import { objectsAt } from "../../store/read-path.ts";
import { badRequest } from "../../store/status-error.ts";

/** The container that is meant; 400 when there are several and none is named, or none of that name. */
export function chooseContainer(pod: KubeObject, asked: string | null): string {
  const names = [
    ...objectsAt(pod, ["spec", "containers"]),
    ...objectsAt(pod, ["spec", "initContainers"]),
  ].map(({ name }) => String(name));
  const { name } = pod.metadata;
  if (asked) {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(" ")}]`);
}
