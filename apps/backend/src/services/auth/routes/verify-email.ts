import {
  lockUser,
  markEmailVerified,
  storePassword,
  useMessageToken,
  withdrawMessages,
} from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import { auditUser } from "../audit.ts";
import { publicRoute } from "../auth-route.ts";
import { hashSecretToken } from "../domain/secret-token.ts";
import { secretField } from "../fields.ts";
import { authProblems } from "../problems.ts";

const kinds = ["email_verification"] as const;

export const verifyEmailRoute = publicRoute({
  method: "post",
  path: "/v1/auth/email-verifications",
  operationId: "verifyEmail",
  summary: "Proves that the address is the person's own",
  description:
    "Takes the token that is in the link of the e-mail, after `#token=`. It is good once, for 24 hours. From then on the password of that registration signs in.",
  tags: ["auth"],
  body: z.strictObject({ token: secretField }),
  responses: { 200: z.strictObject({ status: z.literal("verified") }) },
  problems: ["link.gone"],
  handler: async (context, { db, body, ...trace }) => {
    const at = context.now();
    const used = await useMessageToken(db, hashSecretToken(body.token), { kinds, now: at });
    if (used === null || used.password === null) throw authProblems.problem("link.gone");
    const user = await lockUser(db, used.userId);
    if (user.emailVerifiedAt !== null || user.disabledAt !== null) throw authProblems.problem("link.gone");
    await storePassword(db, user.id, used.password, at);
    await markEmailVerified(db, user.id, at);
    await withdrawMessages(db, user.id, { kinds, at });
    await appendEvent(db, "auth", {
      type: "user.email_verified.v1",
      aggregateType: "user",
      aggregateId: user.id,
      data: { user_id: user.id, customer_id: user.customerId },
      requestId: trace.requestId,
    });
    await auditUser(db, trace, { userId: user.id, action: "user.verify_email" });
    return { status: 200, body: { status: "verified" as const } };
  },
});
