import { createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createAwsKeyService } from "./aws-key-service.ts";
import type { KeyContext, KeyService } from "./key-service.ts";

/** KMS as it is on the wire (JSON 1.1), as far as it is used: a wrapped key opens with the context that it was made for. */
const macKey = randomBytes(32);
const made = new Map<string, { plaintext: string; context: string; keyId: string }>();
const targets: string[] = [];
let broken: { status: number; type: string } | null = null;

const server = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const input = JSON.parse(Buffer.concat(chunks).toString());
  const target = String(req.headers["x-amz-target"]).replace("TrentService.", "");
  targets.push(target);
  const [status, body] = broken ? [broken.status, { __type: broken.type }] : answer(target, input);
  res.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  res.end(JSON.stringify(body));
});

function answer(target: string, input: Record<string, unknown>): [number, object] {
  const context = JSON.stringify(input.EncryptionContext);
  switch (target) {
    case "GenerateDataKey": {
      const plaintext = randomBytes(32).toString("base64");
      const blob = randomBytes(48).toString("base64");
      made.set(blob, { plaintext, context, keyId: String(input.KeyId) });
      return [200, { Plaintext: plaintext, CiphertextBlob: blob, KeyId: input.KeyId }];
    }
    case "Decrypt": {
      const found = made.get(String(input.CiphertextBlob));
      const fits = found?.context === context && found.keyId === input.KeyId;
      return fits ? [200, { Plaintext: found.plaintext }] : [400, { __type: "InvalidCiphertextException" }];
    }
    case "GenerateMac": {
      const message = Buffer.from(String(input.Message), "base64");
      return [200, { Mac: createHmac("sha256", macKey).update(message).digest("base64") }];
    }
    default:
      return [400, { __type: "UnknownOperationException" }];
  }
}

let keys: KeyService;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  keys = createAwsKeyService({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keyId: "alias/horizon-customer",
    macKeyId: "alias/horizon-customer-mac",
  });
});
beforeEach(() => {
  broken = null;
  targets.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const contextOf = (customer_id: string): KeyContext => ({
  service: "customer-service",
  purpose: "customer-record",
  customer_id,
});

test("a data key is made and unwrapped by KMS, for its own customer alone", async () => {
  const dataKey = await keys.generateDataKey(contextOf("a"));
  expect(dataKey.plaintext).toHaveLength(32);
  expect(dataKey.keyId).toBe("alias/horizon-customer");
  expect((await keys.unwrapDataKey(dataKey, contextOf("a"))).equals(dataKey.plaintext)).toBe(true);
  await expect(keys.unwrapDataKey(dataKey, contextOf("b"))).rejects.toMatchObject({
    code: "INTERNAL",
  });
  expect(targets).toEqual(["GenerateDataKey", "Decrypt", "Decrypt"]);
});

test("the blind index is made by KMS: its key is never here", async () => {
  const message = Buffer.from("536228145");
  expect((await keys.mac(message)).equals(createHmac("sha256", macKey).update(message).digest())).toBe(true);
  expect(targets).toEqual(["GenerateMac"]);
});

test.each([
  [500, "KMSInternalException", "UPSTREAM_UNAVAILABLE"],
  [400, "ThrottlingException", "UPSTREAM_UNAVAILABLE"],
  [400, "DisabledException", "INTERNAL"],
])("an answer of %i %s is %s, and its text stays here", async (status, type, code) => {
  broken = { status, type };
  await expect(keys.generateDataKey(contextOf("a"))).rejects.toMatchObject({ code });
});

test("nobody there is UPSTREAM_UNAVAILABLE", async () => {
  const nobody = createAwsKeyService({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:1",
    keyId: "k",
    macKeyId: "m",
  });
  await expect(nobody.mac(Buffer.from("x"))).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
});
