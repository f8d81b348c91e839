import "server-only";
import {
  type SignInAnswer,
  type SignInAssertion,
  signInAnswer,
  signInAssertionSalt,
} from "@horizon/contracts";
import { announceFailure } from "@horizon/errors/failures";
import { headers } from "next/headers";
import { encode } from "next-auth/jwt";
import { env } from "@/env";
import { traceHeaders } from "@/failures/trace-headers";

const timeoutMs = 5_000;
const assertionSeconds = 60;

/** Asks ops-server to let somebody in. */
export async function openSession(
  claim: SignInAssertion,
): Promise<SignInAnswer | { admitted: false; refusal: "Unavailable" }> {
  try {
    return await askToComeIn(claim);
  } catch (error) {
    announceFailure({ component: "console", message: "somebody could not be signed in", error, ids: {} });
    return { admitted: false, refusal: "Unavailable" };
  }
}

async function askToComeIn(claim: SignInAssertion): Promise<SignInAnswer> {
  const [secret] = env().NEXTAUTH_SECRET;
  const assertion = await encode({
    token: { ...claim },
    secret,
    salt: signInAssertionSalt,
    maxAge: assertionSeconds,
  });
  const response = await post("/internal/sign-in", { assertion });
  return signInAnswer.parse(await response.json());
}

/** Ends the session that the cookie's token names, or all of its member. Throws when ops-server cannot be asked. */
export async function endSession(token: string, { everywhere }: { everywhere: boolean }): Promise<void> {
  await post("/internal/sign-out", { token, everywhere });
}

async function post(path: string, body: object): Promise<Response> {
  const browser = await headers();
  const forwarded = browser.get("x-forwarded-for");
  const response = await fetch(new URL(path, env().OPS_SERVER_URL), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      // The audit log says from where people come, which is not from here.
      ...(forwarded === null ? {} : { "x-forwarded-for": forwarded }),
      "user-agent": browser.get("user-agent") ?? "",
      ...(await traceHeaders()),
    },
    body: JSON.stringify(body),
    cache: "no-store",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`ops-server answered ${response.status} to ${path}`);
  return response;
}
