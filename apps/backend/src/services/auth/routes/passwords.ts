import { inTransaction } from "@horizon/db";
import {
  findMessageToken,
  findPassword,
  findUserByEmail,
  lockUser,
  markEmailVerified,
  normalizeEmail,
  storePassword,
  useMessageToken,
  withdrawMessages,
  withdrawTickets,
} from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import { acceptPassword } from "../accept-password.ts";
import { answerAlike } from "../answer-alike.ts";
import { auditUser } from "../audit.ts";
import { everyone, publicRoute, userRoute } from "../auth-route.ts";
import { hashSecretToken } from "../domain/secret-token.ts";
import { endSessions } from "../end-sessions.ts";
import { emailAddress, newPassword, secretField, typedPassword } from "../fields.ts";
import { authProblems } from "../problems.ts";
import { listConfirmedFactors, requireFreshFactor } from "../second-factor.ts";
import { sendMessage } from "../send-message.ts";
import { takeAttempt } from "../take-attempt.ts";

const forgotRoute = publicRoute({
  method: "post",
  path: "/v1/auth/password/forgot",
  operationId: "forgetPassword",
  summary: "Has a link sent with which a new password can be set",
  description: "Answers the same for every address. The link is good once, for 30 minutes.",
  tags: ["auth"],
  transaction: "none",
  body: z.strictObject({ email: emailAddress }),
  responses: { 202: z.strictObject({ status: z.literal("accepted") }) },
  handler: async (context, { db, body, requestId, clientAddress, userAgent }) =>
    answerAlike(async () => {
      const user = await findUserByEmail(db, normalizeEmail(body.email));
      if (user !== null && user.emailVerifiedAt !== null && user.disabledAt === null) {
        await inTransaction(db, async (tx) => {
          await lockUser(tx, user.id);
          await sendMessage(tx, { userId: user.id, kind: "password_reset", at: context.now(), requestId });
          await auditUser(
            tx,
            { requestId, clientAddress, userAgent },
            { userId: user.id, action: "password.forget" },
          );
        });
      }
      return { status: 202, body: { status: "accepted" } } as const;
    }),
});

const linkKinds = ["password_reset", "staff_invitation"] as const;

const resetRoute = publicRoute({
  method: "post",
  path: "/v1/auth/password/reset",
  operationId: "resetPassword",
  summary: "Sets a new password with the token of a link",
  description:
    "For the links of POST /v1/auth/password/forgot and of invitations. All sessions end; a second factor stays and is asked for at the next sign-in.",
  tags: ["auth"],
  transaction: "none",
  body: z.strictObject({ token: secretField, password: newPassword }),
  responses: { 204: null },
  problems: ["link.gone", "password.refused", "auth.busy"],
  handler: async (context, { db, body, requestId, clientAddress, userAgent }) => {
    const trace = { requestId, clientAddress, userAgent };
    const hash = hashSecretToken(body.token);
    const found = await findMessageToken(db, hash, { kinds: linkKinds, now: context.now() });
    if (found === null) throw authProblems.problem("link.gone");
    acceptPassword(body.password, [found.user.email, found.user.name], "/password");
    const password = await context.hasher.hash(body.password);
    await inTransaction(db, async (tx) => {
      const at = context.now();
      const used = await useMessageToken(tx, hash, { kinds: linkKinds, now: at });
      if (used === null) throw authProblems.problem("link.gone");
      const { userId } = used;
      const user = await lockUser(tx, userId);
      if (user.disabledAt !== null) throw authProblems.problem("link.gone");
      await storePassword(tx, userId, password, at);
      // The mail was read.
      await markEmailVerified(tx, userId, at);
      await withdrawMessages(tx, userId, { kinds: linkKinds, at });
      await withdrawTickets(tx, userId, at);
      await endSessions(tx, { userId }, { reason: "password_reset", at, requestId });
      await appendEvent(tx, "auth", {
        type: "password.reset.v1",
        aggregateType: "user",
        aggregateId: userId,
        data: { user_id: userId },
        requestId,
      });
      await auditUser(tx, trace, { userId, action: "password.reset" });
    });
    return { status: 204 };
  },
});

const changeRoute = userRoute({
  method: "post",
  path: "/v1/auth/password/change",
  operationId: "changePassword",
  summary: "Changes one's own password",
  description:
    "Wants the current password, and of those who have a second factor, that it was shown in the last five minutes. All other sessions end.",
  tags: ["auth"],
  access: { roles: everyone },
  transaction: "none",
  body: z.strictObject({ current_password: typedPassword, new_password: newPassword }),
  responses: { 204: null },
  problems: ["auth.credentials_invalid", "password.refused", "auth.busy", "rate.limited"],
  handler: async (context, { db, body, principal, requestId, clientAddress, userAgent }) => {
    const trace = { requestId, clientAddress, userAgent };
    const { userId, sessionId } = principal;
    if ((await listConfirmedFactors(db, userId)).length > 0) requireFreshFactor(principal, context.now());
    const attempt = await takeAttempt(context, [{ kind: "pair", value: `change\n${userId}` }]);
    const stored = await findPassword(db, userId);
    if (!(await context.hasher.verify(body.current_password, stored))) {
      throw authProblems.problem("auth.credentials_invalid");
    }
    await attempt.succeed();
    const user = await inTransaction(db, (tx) => lockUser(tx, userId));
    acceptPassword(body.new_password, [user.email, user.name], "/new_password");
    const password = await context.hasher.hash(body.new_password);
    await inTransaction(db, async (tx) => {
      const at = context.now();
      await lockUser(tx, userId);
      const current = await findPassword(tx, userId);
      if (current?.hash !== stored?.hash) throw authProblems.problem("auth.credentials_invalid");
      await storePassword(tx, userId, password, at);
      await withdrawMessages(tx, userId, { kinds: ["password_reset"], at });
      await withdrawTickets(tx, userId, at);
      await endSessions(tx, { userId, exceptId: sessionId }, { reason: "password_changed", at, requestId });
      await appendEvent(tx, "auth", {
        type: "password.changed.v1",
        aggregateType: "user",
        aggregateId: userId,
        data: { user_id: userId },
        requestId,
      });
      await auditUser(tx, trace, { userId, action: "password.change" });
    });
    return { status: 204 };
  },
});

export const passwordRoutes = [forgotRoute, resetRoute, changeRoute];
