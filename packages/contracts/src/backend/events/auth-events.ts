import { z } from "zod";
import { userRoles } from "../principals.ts";
import { defineEvents } from "./define-events.ts";

const user = { user_id: z.uuid() } as const;
const session = { ...user, session_id: z.uuid() } as const;
/** The text and its link are read at GET /internal/messages/:messageId of auth-service. */
const message = {
  data: z.strictObject({ ...user, message_id: z.uuid() }),
  consumers: ["notification-service"],
} as const;
const securityNotice = { data: z.strictObject(user), consumers: ["notification-service"] } as const;

const incident = { data: z.strictObject({ incident_id: z.uuid() }), consumers: [] } as const;

/** What auth-service tells the others. The aggregate is the user, the client or the key. */
export const authEvents = defineEvents({
  "user.registered.v1": { data: z.strictObject({ ...user, customer_id: z.uuid() }), consumers: [] },
  "user.email_verification_requested.v1": message,
  "user.registration_repeated.v1": message,
  "user.password_reset_requested.v1": message,
  "user.invited.v1": message,
  "user.email_verified.v1": {
    data: z.strictObject({ ...user, customer_id: z.uuid().nullable() }),
    consumers: [],
  },
  "login.succeeded.v1": { data: z.strictObject(session), consumers: [] },
  "mfa.verified.v1": {
    data: z.strictObject({ ...session, method: z.enum(["totp", "recovery_code"]) }),
    consumers: [],
  },
  "mfa.enrolled.v1": securityNotice,
  "mfa.removed.v1": securityNotice,
  "password.changed.v1": securityNotice,
  "password.reset.v1": securityNotice,
  "session.revoked.v1": {
    data: z.strictObject({ ...user, session_ids: z.array(z.uuid()), reason: z.string() }),
    consumers: [],
  },
  /** A refresh token that had been replaced was shown again: its session was ended. */
  "session.reuse_detected.v1": { data: z.strictObject(session), consumers: ["notification-service"] },
  "user.role_changed.v1": {
    data: z.strictObject({ ...user, from: z.enum(userRoles), to: z.enum(userRoles) }),
    consumers: [],
  },
  "user.disabled.v1": { data: z.strictObject(user), consumers: [] },
  "user.enabled.v1": { data: z.strictObject(user), consumers: [] },
  "client.created.v1": { data: z.strictObject({ client_id: z.uuid() }), consumers: [] },
  "client.revoked.v1": { data: z.strictObject({ client_id: z.uuid() }), consumers: [] },
  "incident.opened.v1": incident,
  "incident.changed.v1": incident,
  "incident.reported.v1": incident,
  "incident.closed.v1": incident,
  /** To whoever recorded it: the authority has not been told yet (GLB-8). */
  "incident.report_due.v1": {
    data: z.strictObject({
      ...user,
      incident_id: z.uuid(),
      ftc_due_on: z.iso.date(),
      overdue: z.boolean(),
    }),
    consumers: ["notification-service"],
  },
  "safeguard.recorded.v1": { data: z.strictObject({ record_id: z.uuid(), duty: z.string() }), consumers: [] },
  "jwks.rotated.v1": { data: z.strictObject({ kid: z.uuid() }), consumers: [] },
});
