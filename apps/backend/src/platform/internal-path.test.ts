import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { baseEnv, parseEnv } from "./env.ts";
import { internalPath } from "./internal-path.ts";
import { createServiceClients, type ServiceClients } from "./service-client.ts";

const app = express();
app.get(
  "/internal/things/:id",
  ({ params, query }, res) => void res.json({ id: params.id, since: query.since }),
);
const server = createServer(app);
let services: ServiceClients;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const settings = { CUSTOMER_URL: `http://127.0.0.1:${port}`, SERVICE_TOKEN_SECRET: "a".repeat(32) };
  services = createServiceClients("billing-service", parseEnv(baseEnv, settings));
});
afterAll(async () => {
  await services.close();
  await new Promise((done) => server.close(done));
});

describe("another service hears the id that was meant", () => {
  test.each([
    "a#b",
    "a/b",
    "a?since=x",
    "a&b=c",
    "a%23b",
    "100%",
    "a b",
    "a+b",
    "é",
    "日本",
    "a\\b",
    "..a",
    "\u0000",
  ])("%j", async (id) => {
    const answer = z.object({ id: z.string(), since: z.string() });
    const path = internalPath`/internal/things/${id}?since=${id}`;
    expect(await services["customer-service"].find(path, answer)).toEqual({ id, since: id });
  });
});

test.each(["", ".", ".."])("%j is no part of a path", (part) => {
  expect(() => internalPath`/internal/things/${part}/standing`).toThrow(RangeError);
});
