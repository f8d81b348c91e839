import type { KubeObject, NewKubeObject, ObjectStore } from "../store/object-store.ts";
import { isStatusError } from "../store/status-error.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { Pod } from "./pod.ts";

/** When what admission refused is tried again, unless something else brings its owner back sooner. */
export const REFUSED_RETRY_MS = 10_000;

/** Why no pod was made, in the server's words: a quota, a limit, a spec that nobody checked before. */
export interface RefusedPod {
  refusal: string;
}

/** Makes a pod for its owner and says so in an event; also when admission refuses it. */
export function createPod(
  store: ObjectStore,
  record: EventRecorder,
  owner: KubeObject,
  pod: NewKubeObject<Pod>,
): Pod | RefusedPod {
  try {
    const created = store.create<Pod>("pods", pod);
    const message = `Created pod: ${created.metadata.name}`;
    record(owner, { type: "Normal", reason: "SuccessfulCreate", message });
    return created;
  } catch (error) {
    if (!isStatusError(error, "Forbidden") && !isStatusError(error, "Invalid")) throw error;
    record(owner, { type: "Warning", reason: "FailedCreate", message: `Error creating: ${error.message}` });
    return { refusal: error.message };
  }
}
