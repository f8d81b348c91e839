import { randomUUID } from "node:crypto";
import { type Db, inTransaction } from "@horizon/db";
import {
  confirmTotpFactor,
  countRecoveryCodes,
  createTotpFactor,
  deleteTotpFactor,
  deleteUnconfirmedTotpFactors,
  findPassword,
  findSession,
  listTotpFactors,
  lockUser,
  replaceRecoveryCodes,
} from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import type { ClientPrincipal, UserPrincipal } from "../../../platform/access-token.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { auditUser } from "../audit.ts";
import { everyone, userRoute } from "../auth-route.ts";
import type { AuthContext } from "../context.ts";
import { enrolmentScope } from "../domain/access-claims.ts";
import { createRecoveryCodes, hashRecoveryCode } from "../domain/recovery-codes.ts";
import { open, seal } from "../domain/seal.ts";
import { stepUpLifetimeMs } from "../domain/session-policy.ts";
import { createTotpSecret, findTotpStep, totpUri } from "../domain/totp.ts";
import { endSessions } from "../end-sessions.ts";
import { typedPassword } from "../fields.ts";
import { openSession, signedInView } from "../open-session.ts";
import { authProblems } from "../problems.ts";
import { listConfirmedFactors, requireFreshFactor, totpPlace } from "../second-factor.ts";
import { takeAttempt } from "../take-attempt.ts";

const factorsMax = 5;
/** Also for the token that is good for enrolment alone. */
const enrolling = { roles: everyone, scope: enrolmentScope } as const;
const recoveryCodes = z.array(z.string()).describe("Shown once; each is good once");
const factorParams = z.strictObject({ factorId: idIn("fac") });

const listFactorsRoute = userRoute({
  method: "get",
  path: "/v1/auth/mfa/totp",
  operationId: "listSecondFactors",
  summary: "Lists one's own second factors",
  tags: ["auth"],
  access: { roles: everyone },
  responses: {
    200: z.strictObject({
      data: z.array(z.strictObject({ id: idOut("fac"), label: z.string(), confirmed_at: z.iso.datetime() })),
      recovery_codes_left: z.int(),
    }),
  },
  handler: async (_context, { db, principal }) => ({
    status: 200,
    body: {
      data: (await listConfirmedFactors(db, principal.userId)).map(({ id, label, confirmedAt }) => ({
        id: publicIdOf("fac", id),
        label,
        confirmed_at: (confirmedAt ?? new Date(0)).toISOString(),
      })),
      recovery_codes_left: await countRecoveryCodes(db, principal.userId),
    },
  }),
});

const enrolRoute = userRoute({
  method: "post",
  path: "/v1/auth/mfa/totp",
  operationId: "enrolSecondFactor",
  summary: "Begins to enrol an authenticator app",
  description:
    "Show `otpauth_uri` as a QR code, then confirm with a first code. Who has a second factor must have shown it in the last five minutes; who has none must have signed in in the last five minutes, or give the password.",
  tags: ["auth"],
  access: enrolling,
  transaction: "none",
  body: z.strictObject({
    label: z.string().trim().min(1).max(60).default("Authenticator app"),
    password: typedPassword.optional(),
  }),
  responses: { 201: z.strictObject({ id: idOut("fac"), secret: z.string(), otpauth_uri: z.string() }) },
  problems: ["auth.reauthentication_required", "mfa.too_many_factors"],
  handler: async (context, { db, body, principal: caller, requestId, clientAddress, userAgent }) => {
    const principal = requirePerson(caller);
    const { userId } = principal;
    await requireOwner(context, principal, body.password);
    const { AUTH_KEYS } = context.env;
    return inTransaction(db, async (tx) => {
      const user = await lockUser(tx, userId);
      const factors = await listConfirmedFactors(tx, userId);
      if (factors.length >= factorsMax) throw authProblems.problem("mfa.too_many_factors");
      await deleteUnconfirmedTotpFactors(tx, userId);
      const id = randomUUID();
      const secret = createTotpSecret();
      const sealedSecret = seal(AUTH_KEYS, secret, totpPlace(id));
      await createTotpFactor(tx, { id, userId, label: body.label, sealedSecret, createdAt: context.now() });
      const trace = { requestId, clientAddress, userAgent };
      await auditUser(tx, trace, { userId, action: "mfa.enrol", details: { factor_id: id } });
      const otpauthUri = totpUri(secret, user.email);
      return { status: 201, body: { id: publicIdOf("fac", id), secret, otpauth_uri: otpauthUri } } as const;
    });
  },
});

const confirmRoute = userRoute({
  method: "post",
  path: "/v1/auth/mfa/totp/:factorId/confirm",
  operationId: "confirmSecondFactor",
  summary: "Confirms an authenticator app with its first code",
  description:
    "A new session begins and the one of this token ends. With the first factor come ten recovery codes: keep them where the app is not.",
  tags: ["auth"],
  access: enrolling,
  transaction: "none",
  params: factorParams,
  body: z.strictObject({ code: z.string().max(20) }),
  responses: {
    200: z.strictObject({ session: signedInView, recovery_codes: recoveryCodes.nullable() }),
  },
  problems: ["mfa.code_invalid", "rate.limited"],
  handler: async (context, { db, body, params, principal: caller, requestId, clientAddress, userAgent }) => {
    const { userId, sessionId } = requirePerson(caller);
    const trace = { requestId, clientAddress, userAgent };
    const attempt = await takeAttempt(context, [{ kind: "factor", value: userId }]);
    const answer = await inTransaction(db, async (tx) => {
      const user = await lockUser(tx, userId);
      const factors = await listTotpFactors(tx, userId);
      const factor = factors.find(({ id }) => id === params.factorId);
      if (factor === undefined || factor.confirmedAt !== null) {
        throw commonProblems.problem("resource.not_found");
      }
      const at = context.now();
      const secret = open(context.env.AUTH_KEYS, factor.sealedSecret, totpPlace(factor.id));
      const step = findTotpStep(secret, body.code, at, null);
      if (step === null) throw authProblems.problem("mfa.code_invalid");
      await confirmTotpFactor(tx, factor.id, { step, at });
      const isFirst = factors.every(({ confirmedAt }) => confirmedAt === null);
      const codes = isFirst ? await giveRecoveryCodes(tx, userId, at) : null;
      const proof = { amr: ["pwd", "otp"], hasSecondFactor: true };
      const session = await openSession(context, tx, { user, proof, trace });
      await endSessions(tx, { userId, id: sessionId }, { reason: "enrolled", at, requestId });
      await appendEvent(tx, "auth", {
        type: "mfa.enrolled.v1",
        aggregateType: "user",
        aggregateId: userId,
        data: { user_id: userId },
        requestId,
      });
      await auditUser(tx, trace, { userId, action: "mfa.confirm", details: { factor_id: factor.id } });
      return { session, recovery_codes: codes };
    });
    await attempt.succeed();
    return { status: 200, body: answer };
  },
});

const removeRoute = userRoute({
  method: "delete",
  path: "/v1/auth/mfa/totp/:factorId",
  operationId: "removeSecondFactor",
  summary: "Removes an authenticator app",
  description: "The last one of staff stays; enrol the new one first.",
  tags: ["auth"],
  access: { roles: everyone, stepUp: true },
  params: factorParams,
  responses: { 204: null },
  problems: ["mfa.last_factor"],
  handler: async (context, { db, params, principal, ...trace }) => {
    const { userId } = principal;
    const user = await lockUser(db, userId);
    const factors = await listConfirmedFactors(db, userId);
    if (!factors.some(({ id }) => id === params.factorId)) throw commonProblems.problem("resource.not_found");
    const isLast = factors.length === 1;
    if (isLast && user.kind === "staff") throw authProblems.problem("mfa.last_factor");
    await deleteTotpFactor(db, params.factorId);
    if (isLast) await replaceRecoveryCodes(db, userId, [], context.now());
    await appendEvent(db, "auth", {
      type: "mfa.removed.v1",
      aggregateType: "user",
      aggregateId: userId,
      data: { user_id: userId },
      requestId: trace.requestId,
    });
    await auditUser(db, trace, { userId, action: "mfa.remove", details: { factor_id: params.factorId } });
    return { status: 204 };
  },
});

const recoveryCodesRoute = userRoute({
  method: "post",
  path: "/v1/auth/mfa/recovery-codes",
  operationId: "replaceRecoveryCodes",
  summary: "Gives ten new recovery codes; the old ones end",
  tags: ["auth"],
  access: { roles: everyone, stepUp: true },
  responses: { 201: z.strictObject({ recovery_codes: recoveryCodes }) },
  problems: ["mfa.not_enrolled"],
  handler: async (context, { db, principal, ...trace }) => {
    const { userId } = principal;
    await lockUser(db, userId);
    if ((await listConfirmedFactors(db, userId)).length === 0) throw authProblems.problem("mfa.not_enrolled");
    const codes = await giveRecoveryCodes(db, userId, context.now());
    await auditUser(db, trace, { userId, action: "mfa.replace_recovery_codes" });
    return { status: 201, body: { recovery_codes: codes } };
  },
});

export const factorRoutes = [listFactorsRoute, enrolRoute, confirmRoute, removeRoute, recoveryCodesRoute];

async function giveRecoveryCodes(tx: Db, userId: string, at: Date): Promise<string[]> {
  const codes = createRecoveryCodes();
  const hashes = codes.map(hashRecoveryCode).filter((hash) => hash !== null);
  await replaceRecoveryCodes(tx, userId, hashes, at);
  return codes;
}

/** The scope of enrolment is granted to no client. */
function requirePerson(caller: UserPrincipal | ClientPrincipal): UserPrincipal {
  if (caller.kind === "user") return caller;
  throw commonProblems.problem("auth.forbidden");
}

/** A stolen access token must not be enough to enrol the thief's phone. */
async function requireOwner(
  context: AuthContext,
  principal: UserPrincipal,
  password: string | undefined,
): Promise<void> {
  const { db, hasher, now } = context;
  const { userId, sessionId } = principal;
  if ((await listConfirmedFactors(db, userId)).length > 0) {
    requireFreshFactor(principal, now());
    return;
  }
  const session = await findSession(db, sessionId);
  const ageMs = now().getTime() - (session?.createdAt.getTime() ?? 0);
  if (ageMs <= stepUpLifetimeMs) return;
  if (password === undefined) throw authProblems.problem("auth.reauthentication_required");
  const attempt = await takeAttempt(context, [{ kind: "pair", value: `enrol\n${userId}` }]);
  if (!(await hasher.verify(password, await findPassword(db, userId)))) {
    throw authProblems.problem("auth.reauthentication_required");
  }
  await attempt.succeed();
}
