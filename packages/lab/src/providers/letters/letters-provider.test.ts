import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../../world/clock.ts";
import { createLettersProvider, type LettersProvider } from "./index.ts";
import { signWebhook, type WebhookEvent } from "./webhook-sender.ts";

const apiKey = "live_4f1c";
const webhookSecret = "hook-secret";
const day = 86_400_000;

let clock: ManualClock;
let provider: LettersProvider;
let servers: Server[];
let received: { event: WebhookEvent; signature: string; timestamp: string; body: string }[];
let webhookStatus: number;
let url: string;

beforeEach(async () => {
  clock = createManualClock();
  provider = createLettersProvider({ clock, apiKey, webhookSecret });
  servers = [];
  received = [];
  webhookStatus = 200;
  url = await listen(createServer(provider.handle));
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { "lob-signature": signature, "lob-signature-timestamp": timestamp } = request.headers;
      received.push({ event: JSON.parse(body), body, signature: `${signature}`, timestamp: `${timestamp}` });
      response.writeHead(webhookStatus).end();
    });
  });
  provider.setWebhookUrl(await listen(receiver));
});
afterEach(() => {
  for (const server of servers) server.close();
  for (const server of servers) server.closeAllConnections();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const letterFields = {
  "to[name]": "Equifax Information Services",
  "to[address_line1]": "P.O. Box 740256",
  "to[address_city]": "Atlanta",
  "to[address_state]": "GA",
  "to[address_zip]": "30374",
  "from[name]": "Ada Example",
  "from[address_line1]": "1 Main St",
  "from[address_city]": "Honolulu",
  "from[address_state]": "HI",
  "from[address_zip]": "96813",
  color: "false",
  use_type: "operational",
  extra_service: "certified",
  "metadata[letter_id]": "let_1",
};
const pdf = "%PDF-1.7\n1 0 obj << /Type /Page >> endobj\n";

async function post(
  overrides: Record<string, string | undefined> = {},
  { key, file = pdf, auth = apiKey }: { key?: string; file?: string | null; auth?: string } = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...letterFields, ...overrides })) {
    if (value !== undefined) form.set(name, value);
  }
  if (file !== null) form.set("file", new Blob([file], { type: "application/pdf" }), "letter.pdf");
  return call("POST", "/v1/letters", { body: form, auth, ...(key ? { key } : {}) });
}

async function call(
  method: string,
  path: string,
  { body, key, auth = apiKey }: { body?: FormData; key?: string; auth?: string } = {},
) {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body ? { body } : {}),
    headers: {
      authorization: `Basic ${Buffer.from(`${auth}:`).toString("base64")}`,
      ...(key ? { "idempotency-key": key } : {}),
    },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function pass(durationMs: number): Promise<string[]> {
  clock.advance(durationMs);
  await provider.settled();
  return received.map(({ event }) => event.event_type.id);
}

test("a certified letter gets a tracking number at once and its delivery scan in the end", async () => {
  const { status, body } = await post();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: "letter",
    extra_service: "certified",
    tracking_number: expect.stringMatching(/^9407\d{18}$/),
    metadata: { letter_id: "let_1" },
  });
  expect(await pass(6 * day)).toEqual([
    "letter.created",
    "letter.rendered_pdf",
    "letter.certified.mailed",
    "letter.certified.in_transit",
    "letter.certified.in_local_area",
    "letter.certified.processed_for_delivery",
    "letter.certified.delivered",
  ]);
  const polled = await call("GET", `/v1/letters/${body.id}`);
  expect((polled.body.tracking_events as { name: string }[]).map(({ name }) => name).at(-1)).toBe(
    "delivered",
  );
});

test("of a first-class letter nothing is heard after the last sorting, and a test key tracks nothing", async () => {
  await post({ extra_service: undefined });
  expect((await pass(30 * day)).at(-1)).toBe("letter.processed_for_delivery");
  const sandbox = createLettersProvider({ clock, apiKey: "test_1", webhookSecret });
  url = await listen(createServer(sandbox.handle));
  expect((await post({}, { auth: "test_1" })).body.tracking_number).toBeNull();
});

test("webhooks are signed over timestamp and body", async () => {
  await post();
  await pass(0);
  const [hook] = received;
  expect(hook?.signature).toBe(signWebhook(webhookSecret, hook?.timestamp ?? "", hook?.body ?? ""));
});

test("a webhook that is not answered with 2xx is sent again, the same event", async () => {
  webhookStatus = 503;
  await post({ extra_service: undefined });
  await pass(0);
  webhookStatus = 200;
  await pass(60_000);
  const created = received.filter(({ event }) => event.event_type.id === "letter.created");
  expect(created).toHaveLength(2);
  expect(created[0]?.event.id).toBe(created[1]?.event.id);
});

describe("an idempotency key", () => {
  test("gives the first letter again, also when its answer was lost", async () => {
    provider.faults.loseAnswers = true;
    await expect(post({}, { key: "k" })).rejects.toThrow();
    provider.faults.loseAnswers = false;
    const answers = await Promise.all([post({}, { key: "k" }), post({}, { key: "k" })]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(provider.letters()).toHaveLength(1);
  });

  test("of another letter is a conflict", async () => {
    await post({}, { key: "k" });
    const other = await post({ "to[name]": "Experian" }, { key: "k" });
    expect(other).toMatchObject({ status: 409, body: { error: { code: "conflict", status_code: 409 } } });
    expect(provider.letters()).toHaveLength(1);
  });
});

describe("cancelling", () => {
  test("works before the send date, and nothing is heard of the letter again", async () => {
    const { body } = await post();
    expect(await call("DELETE", `/v1/letters/${body.id}`)).toMatchObject({
      body: { id: body.id, deleted: true },
    });
    expect(await pass(10 * day)).not.toContain("letter.certified.mailed");
    expect((await call("GET", `/v1/letters/${body.id}`)).status).toBe(404);
  });

  test("is refused afterwards", async () => {
    const { body } = await post();
    await pass(5 * 60_000);
    expect(await call("DELETE", `/v1/letters/${body.id}`)).toMatchObject({
      status: 422,
      body: { error: { code: "not_deletable" } },
    });
  });
});

describe("refusals", () => {
  test.each([
    ["a name that is too long", { "to[name]": "x".repeat(41) }, {}, 422, "invalid"],
    ["no use type", { use_type: undefined }, {}, 422, "invalid"],
    [
      "lines of 51 characters",
      { "to[address_line1]": "x".repeat(51) },
      {},
      422,
      "address_length_exceeds_limit",
    ],
    [
      "an address that does not exist",
      { "to[address_line1]": "1 Undeliverable Rd" },
      {},
      422,
      "failed_deliverability_strictness",
    ],
    ["no file", {}, { file: null }, 422, "invalid"],
    ["a file that is no PDF", {}, { file: "<html>" }, 422, "invalid_file"],
    ["61 pages", {}, { file: pdf + "/Type /Page\n".repeat(60) }, 422, "file_pages_exceed_max"],
    ["a wrong key", {}, { auth: "live_other" }, 401, "unauthorized"],
  ])("%s", async (_what, overrides, options, status, code) => {
    expect(await post(overrides, options)).toMatchObject({ status, body: { error: { code } } });
    expect(provider.letters()).toHaveLength(0);
  });

  test("unknown letters and paths are 404", async () => {
    expect(await call("GET", "/v1/letters/ltr_none")).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
    expect(await call("GET", "/v1/postcards")).toMatchObject({
      status: 404,
      body: { error: { code: "unrecognized_endpoint" } },
    });
  });

  test("more than 150 requests in five seconds are 429, and later ones pass", async () => {
    for (let n = 0; n < 150; n += 1) await call("GET", "/v1/letters/ltr_none");
    expect((await call("GET", "/v1/letters/ltr_none")).status).toBe(429);
    clock.advance(5_000);
    expect((await call("GET", "/v1/letters/ltr_none")).status).toBe(404);
  });
});

describe("faults", () => {
  test("duplicated and reversed webhooks", async () => {
    provider.faults.webhooks.duplicated = true;
    provider.faults.webhooks.reversed = true;
    await post();
    await pass(6 * day);
    expect(received).toHaveLength(0);
    await provider.releaseWebhooks();
    const types = received.map(({ event }) => event.event_type.id);
    expect(types.slice(0, 2)).toEqual(["letter.certified.delivered", "letter.certified.delivered"]);
    expect(types.at(-1)).toBe("letter.created");
  });

  test.each([
    ["returned", "letter.certified.returned_to_sender"],
    ["failed", "letter.failed"],
    ["rejected", "letter.rejected"],
    ["lost", "letter.certified.mailed"],
  ] as const)("a letter that is %s ends with %s", async (fate, last) => {
    provider.faults.fate = fate;
    await post();
    expect((await pass(20 * day)).at(-1)).toBe(last);
  });

  test("a provider that is down breaks the connection and takes nothing", async () => {
    provider.faults.down = true;
    await expect(post()).rejects.toThrow();
    expect(provider.letters()).toHaveLength(0);
  });
});
