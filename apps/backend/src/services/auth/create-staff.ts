import { randomUUID } from "node:crypto";
import type { StaffRole } from "@horizon/contracts/backend";
import { type Db, inTransaction } from "@horizon/db";
import {
  confirmTotpFactor,
  createMessage,
  createMessageToken,
  createTotpFactor,
  createUser,
  markEmailVerified,
  storePassword,
} from "@horizon/db/auth";
import { appendAudit } from "@horizon/db/backend";
import { AppError } from "@horizon/errors";
import type { Keyring } from "./domain/keyring.ts";
import type { PasswordHasher } from "./domain/password-hash.ts";
import { seal } from "./domain/seal.ts";
import { createSecretToken, hashSecretToken } from "./domain/secret-token.ts";
import { messageLifetimesMs } from "./domain/session-policy.ts";
import { createTotpSecret } from "./domain/totp.ts";
import { totpPlace } from "./second-factor.ts";

interface StaffContext {
  readonly db: Db;
  readonly keyring: Keyring;
  readonly hasher: PasswordHasher;
  readonly now: () => Date;
}

export interface NewStaff {
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Given: the account can be used at once, and has a second factor. Left out: the person sets one by the token. */
  readonly password?: string | undefined;
}

export type CreatedStaff =
  | { readonly userId: string; readonly totpSecret: string }
  /** For POST /v1/auth/password/reset, good once, for 72 hours. */
  | { readonly userId: string; readonly invitationToken: string };

/**
 * Makes a member of staff without another one: the first admin, the second one, people of a rehearsal. Whoever can run it
 * holds the database and the keys.
 *
 * @throws AppError CONFLICT when the address has an account.
 */
export async function createStaff(context: StaffContext, staff: NewStaff): Promise<CreatedStaff> {
  const { db, keyring, now } = context;
  const at = now();
  const password = staff.password === undefined ? null : await context.hasher.hash(staff.password);
  return inTransaction(db, async (tx) => {
    const user = await createUser(tx, { kind: "staff", ...staff });
    if (user === null) throw new AppError("CONFLICT", "The address has an account.");
    const userId = user.id;
    const audit = () =>
      appendAudit(tx, "auth", {
        actor: "operator",
        actorRole: "operator",
        action: "user.bootstrap",
        objectType: "user",
        objectId: userId,
        details: { role: staff.role },
      });
    if (password === null) {
      const messageId = randomUUID();
      const invitationToken = createSecretToken();
      const expiresAt = new Date(at.getTime() + messageLifetimesMs.staff_invitation);
      await createMessage(tx, { id: messageId, userId, kind: "staff_invitation", createdAt: at, expiresAt });
      await createMessageToken(tx, { hash: hashSecretToken(invitationToken), messageId, createdAt: at });
      await audit();
      return { userId, invitationToken };
    }
    await storePassword(tx, userId, password, at);
    await markEmailVerified(tx, userId, at);
    const id = randomUUID();
    const totpSecret = createTotpSecret();
    const sealedSecret = seal(keyring, totpSecret, totpPlace(id));
    await createTotpFactor(tx, { id, userId, label: "First app", sealedSecret, createdAt: at });
    await confirmTotpFactor(tx, id, { step: 0, at });
    await audit();
    return { userId, totpSecret };
  });
}
