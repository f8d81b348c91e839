import { inTransaction } from "@horizon/db";
import { findSession, lockUser, recordStepUp } from "@horizon/db/auth";
import { z } from "zod";
import { commonProblems } from "../../../platform/problems.ts";
import { auditUser } from "../audit.ts";
import { everyone, userRoute } from "../auth-route.ts";
import { stepUpLifetimeMs } from "../domain/session-policy.ts";
import { accessTokenView, issueAccessToken } from "../open-session.ts";
import { authProblems } from "../problems.ts";
import { amrOf, factorFields, isOneFactor, listConfirmedFactors, useSecondFactor } from "../second-factor.ts";
import { takeAttempt } from "../take-attempt.ts";

const steppedUpView = accessTokenView.extend({
  step_up_expires_at: z.iso
    .datetime()
    .describe("Routes that want a fresh second factor accept this one until then"),
});

export const stepUpRoute = userRoute({
  method: "post",
  path: "/v1/auth/step-up",
  operationId: "stepUp",
  summary: "Shows the second factor again",
  description:
    "Answers an access token with which steps that want a fresh second factor can be taken for five minutes. Where one is missing they answer 403 `auth.step_up_required`.",
  tags: ["auth"],
  access: { roles: everyone },
  transaction: "none",
  body: z.strictObject(factorFields).refine(isOneFactor, { error: "give code or recovery_code" }),
  responses: { 200: steppedUpView },
  problems: ["mfa.code_invalid", "mfa.not_enrolled", "rate.limited"],
  handler: async (context, { db, body, principal, requestId, clientAddress, userAgent }) => {
    const { userId, sessionId } = principal;
    const trace = { requestId, clientAddress, userAgent };
    if ((await listConfirmedFactors(db, userId)).length === 0) throw authProblems.problem("mfa.not_enrolled");
    const attempt = await takeAttempt(context, [{ kind: "factor", value: userId }]);
    const answer = await inTransaction(db, async (tx) => {
      const user = await lockUser(tx, userId);
      const method = await useSecondFactor(context, tx, userId, body);
      if (method === null) {
        await auditUser(tx, trace, { userId, action: "mfa.fail" });
        return null;
      }
      const session = await findSession(tx, sessionId);
      const amr = [...new Set([...(session?.amr ?? []), ...amrOf(method)])];
      const raised = await recordStepUp(tx, sessionId, { amr, at: context.now() });
      if (raised === null || user.disabledAt !== null) throw commonProblems.problem("auth.required");
      await auditUser(tx, trace, { userId, action: "session.step_up", details: { second_factor: method } });
      return issueAccessToken(context, user, raised);
    });
    if (answer === null) throw authProblems.problem("mfa.code_invalid");
    await attempt.succeed();
    const until = new Date(context.now().getTime() + stepUpLifetimeMs);
    return { status: 200, body: { ...answer, step_up_expires_at: until.toISOString() } };
  },
});
