import { defineEvents } from "./define-events.ts";

/** What billing-service tells the others. */
export const billingEvents = defineEvents({});
