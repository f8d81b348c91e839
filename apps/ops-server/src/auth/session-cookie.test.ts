import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { readSessionToken } from "./session-cookie.ts";

const secret = "a-secret-for-tests-of-at-least-32-characters";
const older = "the-secret-that-was-used-before-this-one-was";
const cookieName = "horizon.session";
const content = { sid: "0199f0a0-0000-7000-8000-00000000000a", via: "oidc" as const };
const token = (options: { secret?: string; maxAge?: number; salt?: string } = {}) =>
  encode({ token: content, secret, ...options });
const read = (header: string | undefined, secrets: [string, ...string[]] = [secret]) =>
  readSessionToken(header, { cookieName, secrets });

describe("readSessionToken", () => {
  it("reads which session it is, among other cookies", async () => {
    expect(await read(`theme=dark; ${cookieName}=${await token()}; x=y`)).toEqual(content);
  });

  it("joins a token that was split over cookies", async () => {
    const whole = await token();
    const header = `${cookieName}.0=${whole.slice(0, 50)}; ${cookieName}.1=${whole.slice(50)}`;
    expect(await read(header)).toEqual(content);
  });

  it("accepts the secret before the present one until it is taken away", async () => {
    const header = `${cookieName}=${await token({ secret: older })}`;
    expect(await read(header, [secret, older])).toEqual(content);
    expect(await read(header)).toBeNull();
  });

  it("takes the first of two cookies of one name, which no other host can set", async () => {
    const other = await encode({
      token: { ...content, sid: "0199f0a0-0000-7000-8000-00000000000b" },
      secret,
    });
    expect(await read(`${cookieName}=${await token()}; ${cookieName}=${other}`)).toEqual(content);
  });

  it.each([
    ["no cookie", async () => undefined],
    ["an unrelated cookie", async () => "theme=dark"],
    ["a damaged token", async () => `${cookieName}=abc.def`],
    [
      "next-auth's own name, under which any host of the domain could plant one",
      async () => `__Secure-next-auth.session-token=${await token()}`,
    ],
    ["another secret", async () => `${cookieName}=${await token({ secret: `${secret}-other` })}`],
    ["an expired token", async () => `${cookieName}=${await token({ maxAge: -60 })}`],
    [
      "a token made for another purpose",
      async () => `${cookieName}=${await token({ salt: "horizon.sign-in" })}`,
    ],
    [
      "a token that names a person instead of a session",
      async () => `${cookieName}=${await encode({ token: { email: "olive@example.com" }, secret })}`,
    ],
  ])("refuses %s", async (_case, header) => {
    expect(await read(await header())).toBeNull();
  });
});
