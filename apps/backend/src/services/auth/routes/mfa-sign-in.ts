import { inTransaction } from "@horizon/db";
import { findTicketUser, lockUser, tryTicket, useTicket } from "@horizon/db/auth";
import { z } from "zod";
import { auditUser } from "../audit.ts";
import { publicRoute } from "../auth-route.ts";
import { hashSecretToken } from "../domain/secret-token.ts";
import { ticketAttemptsMax } from "../domain/session-policy.ts";
import { secretField } from "../fields.ts";
import { openSession, type SignedInView, signedInView } from "../open-session.ts";
import { authProblems } from "../problems.ts";
import { amrOf, factorFields, isOneFactor, useSecondFactor } from "../second-factor.ts";
import { takeAttempt } from "../take-attempt.ts";

export const mfaChallengeRoute = publicRoute({
  method: "post",
  path: "/v1/auth/mfa/challenge",
  operationId: "challengeSecondFactor",
  summary: "Says how the second factor can be shown",
  tags: ["auth"],
  body: z.strictObject({ ticket: secretField }),
  responses: { 200: z.strictObject({ methods: z.array(z.enum(["totp", "recovery_code"])) }) },
  problems: ["mfa.ticket_invalid"],
  handler: async (context, { db, body }) => {
    const limits = { now: context.now(), attemptsMax: ticketAttemptsMax };
    if ((await findTicketUser(db, hashSecretToken(body.ticket), limits)) === null) {
      throw authProblems.problem("mfa.ticket_invalid");
    }
    return { status: 200, body: { methods: ["totp" as const, "recovery_code" as const] } };
  },
});

export const mfaVerifyRoute = publicRoute({
  method: "post",
  path: "/v1/auth/mfa/verify",
  operationId: "verifySecondFactor",
  summary: "Ends a sign-in with the second factor",
  description: "A ticket takes five tries. A code of the app is good once, also in another sign-in.",
  tags: ["auth"],
  transaction: "none",
  body: z
    .strictObject({ ticket: secretField, ...factorFields })
    .refine(isOneFactor, { error: "give code or recovery_code" }),
  responses: { 200: signedInView },
  problems: ["mfa.ticket_invalid", "mfa.code_invalid", "rate.limited"],
  handler: async (context, { db, body, requestId, clientAddress, userAgent }) => {
    const trace = { requestId, clientAddress, userAgent };
    const { ticket, ...shown } = body;
    const hash = hashSecretToken(ticket);
    const userId = await tryTicket(db, hash, { now: context.now(), attemptsMax: ticketAttemptsMax });
    if (userId === null) throw authProblems.problem("mfa.ticket_invalid");
    const attempt = await takeAttempt(context, [{ kind: "factor", value: userId }]);
    const answer = await inTransaction(db, async (tx): Promise<SignedInView | null> => {
      const user = await lockUser(tx, userId);
      const method = await useSecondFactor(context, tx, userId, shown);
      if (method === null) {
        await auditUser(tx, trace, { userId, action: "mfa.fail" });
        return null;
      }
      if (user.disabledAt !== null || !(await useTicket(tx, hash, context.now()))) {
        throw authProblems.problem("mfa.ticket_invalid");
      }
      const proof = { amr: amrOf(method), hasSecondFactor: true };
      const signedIn = await openSession(context, tx, { user, proof, trace });
      await auditUser(tx, trace, { userId, action: "login.succeed", details: { second_factor: method } });
      return signedIn;
    });
    if (answer === null) throw authProblems.problem("mfa.code_invalid");
    await attempt.succeed();
    return { status: 200, body: answer };
  },
});
