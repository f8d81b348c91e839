import type { KubeObject } from "../../store/object-store.ts";
import { objectsAt } from "../../store/read-path.ts";
import { badRequest } from "../../store/status-error.ts";

/**
 * The container that is meant: the one that is named, of whatever sort, or the only main one. 400 when there are several main
 * ones and none is named, or none of that name.
 */
export function chooseContainer(pod: KubeObject, asked: string | null): string {
  const namesIn = (field: string) => objectsAt(pod, ["spec", field]).map(({ name }) => String(name));
  const main = namesIn("containers");
  const init = namesIn("initContainers");
  const { name } = pod.metadata;
  if (asked) {
    if ([...main, ...init, ...namesIn("ephemeralContainers")].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = main;
  if (only !== undefined && main.length === 1) return only;
  const choice = `choose one of: [${main.join(" ")}]`;
  const others = init.length > 0 ? ` or one of the init containers: [${init.join(" ")}]` : "";
  throw badRequest(`a container name must be specified for pod ${name}, ${choice}${others}`);
}
