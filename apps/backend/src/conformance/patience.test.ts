import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { baseEnv, parseEnv } from "../platform/env.ts";
import { internalPath } from "../platform/internal-path.ts";
import { createObjectStore } from "../platform/object-store.ts";
import { createServiceClients } from "../platform/service-client.ts";
import { createAwsKeyService } from "../services/customer/kms/aws-key-service.ts";
import { createMailer } from "../services/dispute/mailing/mailer.ts";
import { createSesSender } from "../services/notification/email/email-sender.ts";
import { createSnsReader } from "../services/notification/email/sns-notification.ts";
import { createWebhookSender } from "../services/notification/webhooks/webhook-sender.ts";

/** Somebody who takes requests, and answers as the test says: never, half, or for ever. */
let answer: (res: ServerResponse) => void;
const dripping = new Set<NodeJS.Timeout>();
const server = createServer((req, res) => {
  req.resume();
  req.on("end", () => answer(res));
});
const ways = {
  silent: () => undefined,
  half: (res: ServerResponse) => {
    res.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    res.write('{"half":');
  },
  endless: (res: ServerResponse) => {
    res.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => res.write(" "), 10);
    dripping.add(timer);
    res.on("close", () => clearInterval(timer));
  },
} as const;
let url: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  for (const timer of dripping) clearInterval(timer);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const timeoutMs = 100;

describe("what does not answer, or stops half-way, is given up", () => {
  const store = () =>
    createObjectStore(
      { OBJECT_STORE_BUCKET: "reports", OBJECT_STORE_REGION: "us-east-1", OBJECT_STORE_ENDPOINT: url },
      timeoutMs,
    );

  test.each(["silent", "half"] as const)("the object store: %s", async (way) => {
    answer = ways[way];
    await expect(store().get("key")).rejects.toMatchObject({ code: "UPSTREAM_TIMEOUT" });
  });

  test("KMS", async () => {
    answer = ways.silent;
    const keys = createAwsKeyService({
      region: "us-east-1",
      endpoint: url,
      keyId: "k",
      macKeyId: "m",
      timeoutMs,
    });
    await expect(keys.mac(Buffer.from("text"))).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
  });

  test("SES", async () => {
    answer = ways.silent;
    const sender = createSesSender(
      {
        SES_REGION: "us-east-1",
        SES_ENDPOINT: url,
        SES_ACCESS_KEY_ID: undefined,
        SES_SECRET_ACCESS_KEY: undefined,
        EMAIL_FROM: "Horizon <no-reply@horizon.example>",
      },
      timeoutMs,
    );
    const email = { to: "person@example.com", subject: "s", text: "t", headers: {} };
    await expect(sender.send(email)).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("what answers for ever, a byte now and then, is given up as well", () => {
  test.each(["silent", "half", "endless"] as const)("the mail provider: %s", async (way) => {
    answer = ways[way];
    const mailer = createMailer({ url, apiKey: "test", timeoutMs });
    await expect(mailer.track("ltr_1")).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
    await mailer.close();
  });

  test.each(["silent", "half", "endless"] as const)("another service: %s", async (way) => {
    answer = ways[way];
    const env = parseEnv(baseEnv, { CUSTOMER_URL: url, SERVICE_TOKEN_SECRET: "a".repeat(32) });
    const services = createServiceClients("billing-service", env);
    await expect(
      services["customer-service"].find(internalPath`/internal/x`, z.unknown(), { timeoutMs }),
    ).rejects.toMatchObject({ problem: "upstream.unavailable" });
    await services.close();
  });

  test.each(["silent", "half", "endless"] as const)(
    "whoever holds the certificates of SNS: %s",
    async (way) => {
      answer = ways[way];
      const topic = "arn:aws:sns:us-east-1:000000000000:feedback";
      const sns = createSnsReader({ SNS_TOPIC_ARNS: [topic], SNS_CERTIFICATE_ORIGIN: url }, timeoutMs);
      const message = {
        Type: "Notification",
        MessageId: "1",
        TopicArn: topic,
        Message: "{}",
        Timestamp: new Date().toISOString(),
        SignatureVersion: "2",
        Signature: "",
        SigningCertURL: `${url}/sns.pem`,
      };
      await expect(sns.read(JSON.stringify(message))).rejects.toMatchObject({ name: "TimeoutError" });
    },
  );

  test("another service that has no connection free", async () => {
    answer = ways.silent;
    const env = parseEnv(baseEnv, { CUSTOMER_URL: url, SERVICE_TOKEN_SECRET: "a".repeat(32) });
    const services = createServiceClients("billing-service", env);
    const ended: string[] = [];
    const call = (name: string, ms: number) =>
      services["customer-service"]
        .find(internalPath`/internal/x`, z.unknown(), { timeoutMs: ms })
        .catch(() => ended.push(name));
    const patient = Array.from({ length: 8 }, () => call("patient", 60_000));
    await call("hurried", timeoutMs);
    expect(ended).toEqual(["hurried"]);
    await services.close();
    await Promise.all(patient);
  });

  test("a partner's webhook: what it answered counts, what it goes on to say does not", async () => {
    const sender = createWebhookSender({ WEBHOOKS_TO_LOOPBACK: true }, timeoutMs);
    answer = ways.endless;
    expect(await sender.send(url, {}, "{}")).toBe(200);
    answer = ways.silent;
    await expect(sender.send(url, {}, "{}")).rejects.toMatchObject({ name: "TimeoutError" });
    await sender.close();
  });
});
