import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { readSessionEmail } from "./session-cookie.ts";

const secret = "a-secret-for-tests-of-at-least-32-characters";
const token = (maxAge?: number) =>
  encode({
    token: { email: "Olive@example.com", name: "Olive" },
    secret,
    ...(maxAge === undefined ? {} : { maxAge }),
  });

describe("readSessionEmail", () => {
  it.each(["next-auth.session-token", "__Secure-next-auth.session-token"])("accepts %s", async (name) => {
    expect(await readSessionEmail(`theme=dark; ${name}=${await token()}`, secret)).toBe("olive@example.com");
  });

  it("joins a token that was split over cookies", async () => {
    const whole = await token();
    const header = `next-auth.session-token.0=${whole.slice(0, 50)}; next-auth.session-token.1=${whole.slice(50)}`;
    expect(await readSessionEmail(header, secret)).toBe("olive@example.com");
  });

  it.each([
    ["no cookie", undefined],
    ["an unrelated cookie", "theme=dark"],
    ["a damaged token", "next-auth.session-token=abc.def"],
  ])("refuses %s", async (_case, header) => {
    expect(await readSessionEmail(header, secret)).toBeNull();
  });

  it("refuses a token signed with another secret", async () => {
    expect(await readSessionEmail(`next-auth.session-token=${await token()}`, `${secret}-other`)).toBeNull();
  });

  it("refuses an expired token", async () => {
    expect(await readSessionEmail(`next-auth.session-token=${await token(-3600)}`, secret)).toBeNull();
  });
});
