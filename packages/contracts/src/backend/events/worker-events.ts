import { defineEvents } from "./define-events.ts";

/** What worker-service tells the others. */
export const workerEvents = defineEvents({});
