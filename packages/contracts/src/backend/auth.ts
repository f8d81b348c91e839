import { z } from "zod";

/** E-mails of which auth-service knows the link. */
export const authMessageKinds = [
  "email_verification",
  "password_reset",
  "staff_invitation",
  /** Someone registered an address that has an account; there is no link. */
  "registration_repeated",
] as const;

/**
 * Answer of GET /internal/messages/:messageId (bare UUID), for notification-service alone: an e-mail to be written. Each
 * reading mints a link of its own, so read once and write at once; a retry after a crash reads again, and the earlier link
 * stays good as well until one of them is used. 404 when the message has been used, has expired, or was read too often:
 * there is nothing left to write.
 */
export const authMessage = z.object({
  message_id: z.uuid(),
  user_id: z.uuid(),
  kind: z.enum(authMessageKinds),
  email: z.email(),
  /** Of staff alone. */
  name: z.string().nullable(),
  /** Secret: into the e-mail and nowhere else. */
  link: z.url().nullable(),
  expires_at: z.iso.datetime(),
});
export type AuthMessage = z.infer<typeof authMessage>;

/** Answer of GET /internal/users/:userId/contact (bare UUID), for notification-service alone. */
export const userContact = z.object({
  user_id: z.uuid(),
  kind: z.enum(["customer", "staff"]),
  email: z.email(),
  email_verified: z.boolean(),
  disabled: z.boolean(),
  /** Of staff alone. */
  name: z.string().nullable(),
});
export type UserContact = z.infer<typeof userContact>;

/**
 * Answer of GET /internal/revocations?since=<instant>: sessions (`sid`), clients (`client_id`) and single tokens (`jti`)
 * whose access tokens are to be refused although they have not ended yet. Ask again with `as_of`, which lies a little
 * in the past; the same entry may come twice.
 */
export const revocationList = z.object({
  as_of: z.iso.datetime(),
  revocations: z.array(
    z.object({
      kind: z.enum(["sid", "client", "jti"]),
      value: z.string(),
      /** It can be forgotten then. */
      expires_at: z.iso.datetime(),
    }),
  ),
});
export type RevocationList = z.infer<typeof revocationList>;
