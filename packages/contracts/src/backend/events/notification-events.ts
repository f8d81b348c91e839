import { defineEvents } from "./define-events.ts";

/** What notification-service tells the others. */
export const notificationEvents = defineEvents({});
