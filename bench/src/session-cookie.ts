import { sessionCookieName, signInAnswer, signInAssertionSalt } from "@horizon/contracts";
import type { Horizon } from "@horizon/local/horizon";
import { encode } from "next-auth/jwt";

type Target = Pick<Horizon, "opsServerUrl" | "consoleUrl" | "sessionSecret">;

/** The cookie of a person who signs in with one click, as the console would set it. */
export async function sessionCookie(
  { opsServerUrl, consoleUrl, sessionSecret: secret }: Target,
  { email }: { email: string },
): Promise<string> {
  const claim = { via: "one-click", identity: null, email, emailVerified: true };
  const assertion = await encode({ token: claim, secret, salt: signInAssertionSalt, maxAge: 60 });
  const response = await fetch(`${opsServerUrl}/internal/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ assertion }),
  });
  const answer = signInAnswer.parse(await response.json());
  if (!answer.admitted) throw new Error(`${email} was refused: ${answer.refusal}`);
  const token = await encode({ token: { sid: answer.sessionId, via: "one-click" }, secret, maxAge: 3600 });
  return `${sessionCookieName(consoleUrl)}=${token}`;
}
