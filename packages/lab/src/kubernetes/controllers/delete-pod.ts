import type { KubeObject, ObjectStore } from "../store/object-store.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { Pod } from "./pod.ts";

/** Deletes a pod for its owner and says so in an event. */
export function deletePod(
  store: ObjectStore,
  record: EventRecorder,
  owner: KubeObject,
  { metadata: { namespace = "", name } }: Pod,
): void {
  store.delete("pods", namespace, name);
  record(owner, { type: "Normal", reason: "SuccessfulDelete", message: `Deleted pod: ${name}` });
}
