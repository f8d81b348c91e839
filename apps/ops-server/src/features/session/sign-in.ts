import { type SignInAnswer, type SignInAssertion, sessionMaxAgeMs } from "@horizon/contracts";
import {
  appendAuditEvent,
  createMemberSession,
  type Db,
  findIdentity,
  findMemberByEmail,
  findMemberByIdentity,
  inTransaction,
  linkIdentity,
} from "@horizon/db";
import { isAppError } from "@horizon/errors";
import type { OpsContext } from "../../ops-context.ts";
import { comparableEmail, judgeSignIn, type SignInFacts, type SignInVerdict } from "./judge-sign-in.ts";

export interface Browser {
  readonly clientAddress: string;
  readonly userAgent: string;
}

/** Opens a session for a member, or says why not; either is audited with it. No account is ever made here. */
export async function signIn(
  ops: Pick<OpsContext, "db" | "now">,
  claim: SignInAssertion,
  browser: Browser,
): Promise<SignInAnswer> {
  try {
    return await inTransaction(ops.db, async (tx) => {
      const verdict = judgeSignIn(await gatherFacts(tx, claim));
      const answer = verdict.admitted ? await openSession(tx, ops.now(), claim, verdict, browser) : verdict;
      await auditSignIn(tx, claim, verdict, browser);
      return answer.admitted ? answer : { admitted: false, refusal: answer.refusal };
    });
  } catch (error) {
    // Two accounts proved the e-mail at the same moment; the other one was first, and the facts say so now.
    if (isAppError(error, "CONFLICT")) return signIn(ops, claim, browser);
    throw error;
  }
}

async function gatherFacts(db: Db, claim: SignInAssertion): Promise<SignInFacts> {
  const linked = claim.identity && (await findMemberByIdentity(db, claim.identity));
  const email = comparableEmail(claim.email);
  const member = email === null ? null : await findMemberByEmail(db, email);
  const named = member && { member, identity: await findIdentity(db, member.id) };
  return { claim, linked, named };
}

async function openSession(
  tx: Db,
  now: Date,
  { via }: SignInAssertion,
  { member, link }: Extract<SignInVerdict, { admitted: true }>,
  browser: Browser,
): Promise<Extract<SignInAnswer, { admitted: true }>> {
  if (link) await linkIdentity(tx, member.id, link, now);
  const expiresAt = new Date(now.getTime() + sessionMaxAgeMs);
  const sessionId = await createMemberSession(tx, {
    memberId: member.id,
    via,
    createdAt: now,
    expiresAt,
    ...browser,
  });
  return { admitted: true, sessionId };
}

async function auditSignIn(
  tx: Db,
  claim: SignInAssertion,
  verdict: SignInVerdict,
  { clientAddress, userAgent }: Browser,
): Promise<void> {
  const { member, admitted } = verdict;
  const linked = admitted && verdict.link !== null;
  await appendAuditEvent(tx, {
    // Who was turned away did not prove to be the member whose address they gave.
    actorId: admitted ? verdict.member.id : null,
    actorName: admitted ? verdict.member.name : claim.email || "someone without an e-mail",
    actorRole: admitted ? verdict.member.role : "none",
    action: "session.signIn",
    environment: null,
    target: member ? `Member ${member.email}` : "Horizon",
    reason: "",
    outcome: admitted ? "admitted" : "refused",
    intentId: null,
    seen: null,
    details: {
      via: claim.via,
      userAgent,
      ...(claim.identity ? { ...claim.identity } : {}),
      ...(linked ? { linked } : {}),
      ...(admitted ? {} : { refusal: verdict.refusal }),
    },
    clientAddress,
  });
}
