import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceSchemas } from "@horizon/contracts/backend";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { formatFindings } from "../policy/finding.ts";
import { checkCompose } from "./check-compose.ts";
import { IMAGES } from "./image-catalog.ts";

const root = join(import.meta.dirname, "../../..");
const text = readFileSync(join(root, "compose.yaml"), "utf8");
const check = (changed: string) =>
  formatFindings(checkCompose(changed, (path) => existsSync(join(root, path))));

test("compose.yaml is valid and holds PostgreSQL 17, Redis and MongoDB", () => {
  expect(check(text)).toBe("");
  const { services } = parse(text, { merge: true }) as {
    services: Record<string, { image?: string; profiles?: string[] }>;
  };
  const stores = Object.values(services).filter(({ profiles }) => profiles === undefined);
  expect(stores.map(({ image }) => image?.split("@")[0])).toEqual([
    "postgres:17-alpine",
    "redis:7-alpine",
    "mongo:8.0",
  ]);
});

test("every image of ours is a container of the profile app, but for the poolers, which one machine does not need", () => {
  const { services } = parse(text, { merge: true }) as {
    services: Record<string, { build?: { dockerfile: string; args?: object }; profiles?: string[] }>;
  };
  const built = Object.values(services).flatMap(({ build, profiles = [] }) =>
    build && profiles.includes("app") ? [{ dockerfile: build.dockerfile, buildArgs: build.args ?? {} }] : [],
  );
  for (const { name, dockerfile, buildArgs } of IMAGES.filter(({ workspace }) => workspace !== null)) {
    expect([name, built]).toEqual([name, expect.arrayContaining([{ dockerfile, buildArgs }])]);
  }
});

test("the containers' PostgreSQL has the roles that the migrations grant to", () => {
  const roles = readFileSync(join(root, "infra/images/compose/roles.sql"), "utf8");
  const made = [...roles.matchAll(/CREATE ROLE (\w+)/g)].map(([, role]) => role);
  expect(made.sort()).toEqual(
    ["ops", ...Object.values(serviceSchemas)].map((schema) => `horizon_${schema}`).sort(),
  );
});

test.each([
  ["another form", text.replace("services:", "service:"), /\[compose-schema\]/],
  [
    "a port as a word",
    text.replace('["127.0.0.1:5441:5432"]', "true"),
    /Mend \/services\/postgres\/ports: it must be array/,
  ],
  ["a port for everybody", text.replace("127.0.0.1:6389:6379", "6389:6379"), /Write 127\.0\.0\.1:6389:6379/],
  ["a mutable tag", text.replace(/redis:7-alpine@sha256:\w+/, "redis:7"), /redis:7 can change under us/],
  [
    "a file that is not there",
    text.replace("roles.sql:/", "role.sql:/"),
    /There is no \.\/infra\/images\/compose\/role\.sql/,
  ],
  [
    "a Dockerfile that is not there",
    text.replace("packages/db/Dockerfile", "Dockerfile"),
    /There is no Dockerfile/,
  ],
  [
    "no health check",
    text.replace(/ {4}healthcheck:\n {6}test: \[CMD, redis-cli, ping\]\n.*\n.*\n/, ""),
    /Add a healthcheck/,
  ],
  [
    "a health check of ours that is switched off",
    text.replace("    command: [apps/ops-server/src/worker.ts]\n", "$&    healthcheck: { disable: true }\n"),
    /ops-worker: Remove healthcheck\.disable/,
  ],
])("%s is refused", (_, changed, message) => {
  expect(changed).not.toBe(text);
  expect(check(changed)).toMatch(message);
});
