import { defineEvents } from "./define-events.ts";

/** What dispute-service tells the others. */
export const disputeEvents = defineEvents({});
