import type { SignInAssertion } from "@horizon/contracts";
import type { Member } from "@horizon/db";
import { describe, expect, it } from "vitest";
import { comparableEmail, judgeSignIn } from "./judge-sign-in.ts";

const olive: Member = {
  id: "0199f0a0-0000-7000-8000-000000000001",
  email: "olive@example.com",
  name: "Olive",
  role: "operator",
  active: true,
  createdAt: new Date(0),
  updatedAt: new Date(0),
};
const gone = { ...olive, active: false };
const company = { issuer: "https://id.example.com", subject: "42" };
const elsewhere = { issuer: "https://github.com", subject: "7" };
const claim = (fields: Partial<SignInAssertion> = {}): SignInAssertion => ({
  via: "oidc",
  identity: company,
  email: olive.email,
  emailVerified: true,
  ...fields,
});
const named = (identity: typeof company | null, member = olive) => ({ member, identity });

describe("who may come in", () => {
  it.each([
    [
      "a member's first time links the account",
      { claim: claim(), linked: null, named: named(null) },
      company,
    ],
    ["the linked account", { claim: claim(), linked: olive, named: named(company) }, null],
    [
      "the linked account under a new e-mail",
      { claim: claim({ email: "o@new.example" }), linked: olive, named: null },
      null,
    ],
    [
      "the linked account without any e-mail",
      { claim: claim({ email: "", emailVerified: false }), linked: olive, named: null },
      null,
    ],
    [
      "whom the console itself knows, linking nothing",
      { claim: claim({ via: "one-click", identity: null }), linked: null, named: named(company) },
      null,
    ],
  ])("admits %s", (_case, facts, link) => {
    expect(judgeSignIn(facts)).toEqual({ admitted: true, member: olive, link });
  });

  it.each([
    ["EmailMissing", { claim: claim({ email: "" }), linked: null, named: null }],
    ["EmailUnverified", { claim: claim({ emailVerified: false }), linked: null, named: named(null) }],
    ["NotAMember", { claim: claim(), linked: null, named: null }],
    ["Deactivated", { claim: claim(), linked: gone, named: named(company, gone) }],
    ["Deactivated", { claim: claim(), linked: null, named: named(null, gone) }],
    // The same address at another provider, and the same address given to somebody else.
    [
      "OtherAccount",
      { claim: claim({ via: "github", identity: elsewhere }), linked: null, named: named(company) },
    ],
    [
      "OtherAccount",
      { claim: claim({ identity: { ...company, subject: "43" } }), linked: null, named: named(company) },
    ],
  ])("refuses with %s", (refusal, facts) => {
    expect(judgeSignIn(facts)).toMatchObject({ admitted: false, refusal });
  });
});

describe("the e-mail that is compared", () => {
  it.each([
    ["Olive@Example.COM", "olive@example.com"],
    ["olive+ops@example.com", "olive+ops@example.com"],
    ["mar\u212a@example.com", null],
    ["olive@ex\u0430mple.com", null],
    ["olive@example.com ", null],
    ["olive@example.com\n", null],
    ["olive", null],
    ["", null],
  ])("%j is looked up as %j", (email, expected) => {
    expect(comparableEmail(email)).toBe(expected);
  });
});
