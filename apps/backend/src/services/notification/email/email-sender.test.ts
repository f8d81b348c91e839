import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSesSender } from "./email-sender.ts";

const address = "person@example.com";
const server = createServer((req, res) => {
  req.resume();
  req.on("end", () => {
    res.writeHead(400, { "content-type": "application/json", "x-amzn-errortype": "MessageRejected" });
    res.end(JSON.stringify({ message: `The following identities failed the check: ${address}` }));
  });
});
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise((done) => server.close(done)));

test("a refusal by SES says which it is, and nothing of whom it is about", async () => {
  const { port } = server.address() as AddressInfo;
  const sender = createSesSender({
    SES_REGION: "us-east-1",
    SES_ENDPOINT: `http://127.0.0.1:${port}`,
    SES_ACCESS_KEY_ID: "test",
    SES_SECRET_ACCESS_KEY: "test",
    EMAIL_FROM: "Horizon <no-reply@horizon.example>",
  });
  const refusal: unknown = await sender
    .send({ to: address, subject: "s", text: "t", headers: {} })
    .catch((error: unknown) => error);
  sender.close();
  expect(refusal).toMatchObject({ code: "UPSTREAM_REJECTED", message: "SES answered 400: MessageRejected." });
  expect(inspect(refusal, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(address);
});
