import { expect, test } from "vitest";
import { parseEnv } from "./console-env";

const valid = {
  NEXTAUTH_SECRET: "x".repeat(32),
  NEXTAUTH_URL: "http://localhost:3000",
  OPS_SERVER_URL: "http://127.0.0.1:4000",
};
const people = JSON.stringify([{ email: "olive@horizon.test", name: "Olive Operator", role: "operator" }]);

test("people may sign in with one click on localhost", () => {
  expect(parseEnv({ ...valid, SIGN_IN_PEOPLE: people }).SIGN_IN_PEOPLE).toHaveLength(1);
});

test("without seeded people there is nobody to sign in with one click", () => {
  expect(parseEnv(valid).SIGN_IN_PEOPLE).toEqual([]);
  expect(parseEnv({ ...valid, SIGN_IN_PEOPLE: "" }).SIGN_IN_PEOPLE).toEqual([]);
});

test.each([
  { name: "NEXTAUTH_SECRET", env: { ...valid, NEXTAUTH_SECRET: "short" } },
  { name: "OPS_SERVER_URL", env: { ...valid, OPS_SERVER_URL: undefined } },
  { name: "SIGN_IN_PEOPLE", env: { ...valid, SIGN_IN_PEOPLE: "not json" } },
  {
    name: "SIGN_IN_PEOPLE",
    env: { ...valid, NEXTAUTH_URL: "https://console.example.com", SIGN_IN_PEOPLE: people },
  },
  {
    name: "SIGN_IN_PEOPLE",
    env: { ...valid, NEXTAUTH_URL: "https://localhost.example.com", SIGN_IN_PEOPLE: people },
  },
  { name: "GITHUB_SECRET", env: { ...valid, GITHUB_ID: "id" } },
  { name: "OIDC_ISSUER", env: { ...valid, OIDC_ISSUER: "https://issuer.example.com" } },
  {
    name: "OIDC_ISSUER",
    env: {
      ...valid,
      OIDC_ISSUER: "http://issuer.example.com",
      OIDC_CLIENT_ID: "horizon",
      OIDC_CLIENT_SECRET: "secret",
    },
  },
  { name: "GITHUB_URL", env: { ...valid, GITHUB_URL: "http://github.example.com" } },
  { name: "NEXTAUTH_SECRET", env: { ...valid, NEXTAUTH_SECRET: `${"x".repeat(32)} short` } },
])("the console does not start with a wrong $name", ({ name, env }) => {
  expect(() => parseEnv(env)).toThrow(name);
});

test("a wrong value is not repeated in the error", () => {
  expect(() => parseEnv({ ...valid, NEXTAUTH_SECRET: "hunter2" })).not.toThrow("hunter2");
});

test("two secrets are good while one takes the place of the other", () => {
  const [first, second] = ["a".repeat(32), "b".repeat(32)];
  expect(parseEnv({ ...valid, NEXTAUTH_SECRET: `${first} ${second}` }).NEXTAUTH_SECRET).toEqual([
    first,
    second,
  ]);
});
