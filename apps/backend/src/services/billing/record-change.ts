import type { Actor } from "../../platform/actor.ts";
import { changeRecorder } from "../../platform/change-recorder.ts";

/** A job or a consumer of this service, on nobody's behalf. */
export const billingItself: Actor = { actor: "billing-service", actorRole: "service" };

export const recordChange = changeRecorder("billing");
