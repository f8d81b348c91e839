import { randomUUID } from "node:crypto";
import { inTransaction } from "@horizon/db";
import {
  type AuthUser,
  createSession,
  createTicket,
  findPassword,
  findUserByEmail,
  hasSignedInFrom,
  lockUser,
  normalizeEmail,
  rehashPassword,
} from "@horizon/db/auth";
import { appendAudit } from "@horizon/db/backend";
import { z } from "zod";
import { auditUser, type RequestTrace } from "../audit.ts";
import { publicRoute } from "../auth-route.ts";
import type { AuthContext } from "../context.ts";
import { enrolmentScope } from "../domain/access-claims.ts";
import { createSecretToken, hashSecretToken } from "../domain/secret-token.ts";
import { enrolmentLifetimeMs, ticketLifetimeMs } from "../domain/session-policy.ts";
import { emailAddress, typedPassword } from "../fields.ts";
import { accessTokenView, issueAccessToken, openSession, signedInView } from "../open-session.ts";
import { authProblems } from "../problems.ts";
import { listConfirmedFactors } from "../second-factor.ts";
import { takeAttempt } from "../take-attempt.ts";

const knownAddressMs = 30 * 24 * 60 * 60_000;

const mfaRequired = z.strictObject({
  status: z.literal("mfa_required"),
  ticket: z.string().describe("For POST /v1/auth/mfa/verify"),
  expires_in: z.int().describe("Seconds"),
  methods: z.array(z.enum(["totp", "recovery_code"])),
});
const enrolmentRequired = accessTokenView.extend({
  status: z
    .literal("mfa_enrolment_required")
    .describe("The token is good for enrolling a second factor alone"),
});
const loginAnswer = z.discriminatedUnion("status", [signedInView, mfaRequired, enrolmentRequired]);
type LoginAnswer = z.infer<typeof loginAnswer>;

interface SignInRequest extends RequestTrace {
  readonly db: Tx;
  readonly body: { readonly email: string; readonly password: string };
}

export const loginRoute = publicRoute({
  method: "post",
  path: "/v1/auth/login",
  operationId: "login",
  summary: "Signs in with e-mail and password",
  description:
    "`signed_in` comes with tokens. `mfa_required` comes with a ticket, good for five minutes, which POST /v1/auth/mfa/verify turns into tokens. `mfa_enrolment_required` is for staff who have no second factor yet: its token enrols one and opens nothing else. After failures one has to wait, longer each time; nobody is locked out for good.",
  tags: ["auth"],
  transaction: "none",
  body: z.strictObject({ email: emailAddress, password: typedPassword }),
  responses: { 200: loginAnswer },
  problems: ["auth.credentials_invalid", "auth.busy", "rate.limited"],
  handler: (context, request) => context.admission.run(() => signIn(context, request)),
});

async function signIn(
  context: AuthContext,
  { db, body, requestId, clientAddress, userAgent }: SignInRequest,
) {
  const trace = { requestId, clientAddress, userAgent };
  const email = normalizeEmail(body.email);
  const user = await findUserByEmail(db, email);
  // The same questions are asked when there is no such account.
  const userId = user?.id ?? randomUUID();
  const since = new Date(context.now().getTime() - knownAddressMs);
  const isKnownAddress = await hasSignedInFrom(db, { userId, clientAddress, since });
  const attempt = await takeAttempt(context, [
    { kind: "pair", value: `${clientAddress}\n${email}` },
    { kind: "account", value: email, enforced: !isKnownAddress },
    { kind: "address", value: clientAddress },
  ]);
  const stored = await findPassword(db, userId);
  const matches = await context.hasher.verify(body.password, stored);
  if (!matches || stored === null || user === null || !canSignIn(user)) {
    await appendAudit(db, "auth", {
      actor: "anonymous",
      actorRole: "public",
      action: "login.fail",
      objectType: "user",
      objectId: user?.id ?? "unknown",
      clientAddress,
      requestId,
    });
    context.metrics.count("logins", { outcome: "failed" });
    throw authProblems.problem("auth.credentials_invalid");
  }
  await attempt.succeed();
  if (context.hasher.isOutdated(stored)) {
    await rehashPassword(db, user.id, stored, await context.hasher.hash(body.password));
  }
  const answer = await inTransaction(db, async (tx) => {
    const locked = await lockUser(tx, user.id);
    const current = await findPassword(tx, user.id);
    // Disabled, or with another password, since it was compared.
    const isStale =
      !canSignIn(locked) || (current?.hash !== stored.hash && !context.hasher.isOutdated(stored));
    if (isStale) throw authProblems.problem("auth.credentials_invalid");
    return answerLogin(context, tx, locked, trace);
  });
  context.metrics.count("logins", { outcome: answer.status });
  return { status: 200, body: answer } as const;
}

function canSignIn({ emailVerifiedAt, disabledAt }: AuthUser): boolean {
  return emailVerifiedAt !== null && disabledAt === null;
}

type Tx = Parameters<typeof lockUser>[0];

async function answerLogin(
  context: AuthContext,
  tx: Tx,
  user: AuthUser,
  trace: RequestTrace,
): Promise<LoginAnswer> {
  const factors = await listConfirmedFactors(tx, user.id);
  const audit = (action: string) => auditUser(tx, trace, { userId: user.id, action });
  const now = context.now();
  if (factors.length > 0) {
    const ticket = createSecretToken();
    const expiresAt = new Date(now.getTime() + ticketLifetimeMs);
    await createTicket(tx, { hash: hashSecretToken(ticket), userId: user.id, createdAt: now, expiresAt });
    await audit("login.password");
    const methods: ("totp" | "recovery_code")[] = ["totp", "recovery_code"];
    return { status: "mfa_required", ticket, expires_in: ticketLifetimeMs / 1_000, methods };
  }
  if (user.kind === "staff") {
    const session = await createSession(tx, {
      userId: user.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + enrolmentLifetimeMs),
      amr: ["pwd"],
      stepUpAt: null,
      clientAddress: trace.clientAddress,
      userAgent: trace.userAgent,
    });
    const access = await issueAccessToken(context, user, session, enrolmentScope);
    await audit("login.enrolment");
    return { status: "mfa_enrolment_required", ...access };
  }
  const answer = await openSession(context, tx, {
    user,
    proof: { amr: ["pwd"], hasSecondFactor: false },
    trace,
  });
  await audit("login.succeed");
  return answer;
}
