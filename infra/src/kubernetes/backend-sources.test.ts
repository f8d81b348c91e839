import { expect, test } from "vitest";
import { listBackendServices, listCallers, listRequiredSettings } from "./backend-sources.ts";

test("settings are required unless they have a default or may be absent, over several lines and through spreads", () => {
  const shapes = new Map([["baseEnv", "  PORT: z.number().default(1),\n  TOKEN: z.string(),\n}"]]);
  const source = `const perMinute = (fallback) => z.number().default(fallback);
const env = {
  ...baseEnv,
  /** Why. */
  KEY: z
    .string()
    .min(8),
  RATE: perMinute(60),
  LIMIT: z.coerce.number().default(20),
  MAYBE: z.url().optional(),
} as const;
`;
  expect(listRequiredSettings(source, shapes)).toEqual(["TOKEN", "KEY"]);
  expect(listRequiredSettings(`${source.replace("LIMIT", "TOKEN")}`, shapes)).toEqual(["KEY"]);
});

test("callers are read wherever a route names them", () => {
  const route = `{ path: "/a", callers: ["api-gateway", "worker-service"] }, { callers: [\n  "dispute-service",\n] }`;
  expect(listCallers(route)).toEqual(["api-gateway", "worker-service", "dispute-service"]);
});

test("the backend is where it is looked for", () => {
  const gateway = listBackendServices().find(({ name }) => name === "api-gateway");
  expect(gateway?.requiredSettings).toEqual(["SERVICE_TOKEN_SECRET"]);
});
