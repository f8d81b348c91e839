import { createHmac } from "node:crypto";
import type { DemoAnswer, DemoApi } from "./demo-api.ts";

const stepMs = 30_000;

/** What an authenticator app shows now (RFC 6238: SHA-1, 30 s, six digits). */
export function totpCode(secret: string, nowMs: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / stepMs)));
  const digest = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text.replace(/=+$/, "").toUpperCase()]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Signs a member of staff in. A code counts once: when it was used a moment ago, the next one is waited for. */
export async function signInStaff(
  api: DemoApi,
  { email, password, totp_secret }: { email: string; password: string; totp_secret: string },
): Promise<string> {
  const login = await api.call("POST", "/v1/auth/login", { body: { email, password } });
  const verify = (): Promise<DemoAnswer> =>
    api.call("POST", "/v1/auth/mfa/verify", {
      body: { ticket: login.body.ticket, code: totpCode(totp_secret, Date.now()) },
    });
  const answer = await verify().catch(async () => {
    api.say("(the code was used a moment ago: the next one comes within 30 s)");
    await new Promise((resolve) => setTimeout(resolve, stepMs - (Date.now() % stepMs) + 200));
    return verify();
  });
  return answer.body.access_token;
}
