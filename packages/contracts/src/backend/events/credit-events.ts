import { defineEvents } from "./define-events.ts";

/** What credit-service tells the others. */
export const creditEvents = defineEvents({});
