import { type SignInRefusal, signInRefusal } from "@horizon/contracts";

const refusals: Record<SignInRefusal, string> = {
  EmailMissing: "Your account shows no e-mail address. Add one there, then sign in again.",
  EmailUnverified: "The e-mail address of your account is not verified. Verify it there, then sign in again.",
  NotAMember:
    "You are not a member of Horizon. An admin can add your e-mail address under Settings, Members.",
  Deactivated: "Your membership has ended. An admin can activate it again under Settings, Members.",
  OtherAccount:
    "This member signs in with another account. Use that one, or ask an admin to reset the sign-in under Settings, Members.",
};

const others: Readonly<Record<string, string>> = {
  Unavailable: "Horizon’s server does not answer, so nobody can be let in. Try again in a moment.",
  NotEverywhere: "Horizon’s server does not answer, so you are still signed in. Try again in a moment.",
  NotOnThisMachine: "People without a password are signed in on this machine alone: open http://localhost.",
  Cancelled: "The sign-in was cancelled.",
  // next-auth's words.
  OAuthSignin: "The sign-in provider does not answer. Try again in a moment.",
  OAuthCallback: "The sign-in provider did not finish it. Try again.",
};

/** What to tell somebody who was sent back to the sign-in page with this `error`. */
export function signInErrorText(error: string): string {
  const refusal = signInRefusal.safeParse(error);
  if (refusal.success) return refusals[refusal.data];
  return Object.hasOwn(others, error) ? (others[error] ?? "") : "Signing in did not work. Try again.";
}
