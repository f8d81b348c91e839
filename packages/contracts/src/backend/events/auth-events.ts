import { defineEvents } from "./define-events.ts";

/** What auth-service tells the others. */
export const authEvents = defineEvents({});
