import { defineEvents } from "./define-events.ts";

/** What customer-service tells the others. */
export const customerEvents = defineEvents({});
