import type { SignInAssertion, SignInRefusal } from "@horizon/contracts";
import type { Identity, Member } from "@horizon/db";
import { z } from "zod";

export interface SignInFacts {
  readonly claim: SignInAssertion;
  /** Who signs in with this account already. */
  readonly linked: Member | null;
  /** Who has this e-mail, and the account that they sign in with. */
  readonly named: { readonly member: Member; readonly identity: Identity | null } | null;
}

export type SignInVerdict =
  | { readonly admitted: true; readonly member: Member; readonly link: Identity | null }
  | { readonly admitted: false; readonly refusal: SignInRefusal; readonly member: Member | null };

/**
 * Whether somebody may come in. An account that is linked is its member, whatever its e-mail is called by now. Any other
 * must prove the e-mail of a member who has no account yet: whoever holds the same address elsewhere, or gets it after
 * the member left it, is somebody else until an admin says otherwise.
 */
export function judgeSignIn({ claim, linked, named }: SignInFacts): SignInVerdict {
  if (linked) return admit(linked, null);
  if (claim.email === "") return refuse("EmailMissing", null);
  if (!claim.emailVerified) return refuse("EmailUnverified", null);
  if (!named) return refuse("NotAMember", null);
  if (claim.identity && named.identity) return refuse("OtherAccount", named.member);
  return admit(named.member, claim.identity);
}

function admit(member: Member, link: Identity | null): SignInVerdict {
  return member.active ? { admitted: true, member, link } : refuse("Deactivated", member);
}

function refuse(refusal: SignInRefusal, member: Member | null): SignInVerdict {
  return { admitted: false, refusal, member };
}

const address = z.email();

/**
 * The e-mail to look a member up by, or null. Only plain ASCII is compared: elsewhere letters exist that become those
 * of somebody else in lower case (the Kelvin sign, a `k`).
 */
export function comparableEmail(email: string): string | null {
  const isPlain = /^[\x21-\x7e]+$/.test(email) && address.safeParse(email).success;
  return isPlain ? email.toLowerCase() : null;
}
