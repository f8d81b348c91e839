import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../world/clock.ts";
import { createLetterFaults, type LetterFaults } from "./letter-faults.ts";
import { type LetterRequest, readLetterRequest } from "./letter-request.ts";
import { type StoredLetter, toLetterResource } from "./letter-resource.ts";
import { cancellationWindowMs, timelineOf } from "./letter-timeline.ts";
import { ProviderError } from "./provider-error.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createWebhookSender, type WebhookEvent } from "./webhook-sender.ts";

export interface LettersProviderOptions {
  readonly clock: Clock;
  /** Basic auth's user name; `test_…` keys give no tracking numbers. */
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** Where events go; can be set later. */
  readonly webhookUrl?: string;
}

export interface LettersProvider {
  handle(request: IncomingMessage, response: ServerResponse): void;
  readonly faults: LetterFaults;
  /** In the order of their creation. */
  letters(): readonly StoredLetter[];
  setWebhookUrl(url: string): void;
  /** Sends what `faults.webhooks.reversed` held back, the last first, one after the other. */
  releaseWebhooks(): Promise<void>;
  /** Resolves when no webhook is under way. */
  settled(): Promise<void>;
}

const maxBodyBytes = 8 * 1024 * 1024;
const idempotencyWindowMs = 24 * 3_600_000;

/**
 * A print-and-mail provider in the shape of Lob's API: `POST`, `GET` (one or a list) and `DELETE /v1/letters`, basic auth, `Idempotency-Key`,
 * signed webhooks, limits and refusals. What it does not speak is 404 `unrecognized_endpoint`.
 */
export function createLettersProvider(options: LettersProviderOptions): LettersProvider {
  const { clock, apiKey } = options;
  const faults = createLetterFaults();
  const letters = new Map<string, StoredLetter>();
  const byIdempotencyKey = new Map<string, { digest: string; letterId: string; atMs: number }>();
  const rateLimit = createRateLimit(clock);
  const heldBack: WebhookEvent[] = [];
  let webhookUrl = options.webhookUrl ?? null;
  const sender = createWebhookSender({ clock, secret: options.webhookSecret, url: () => webhookUrl });

  /** `atMs` is when it happened: a clock that jumps calls back late. */
  function announce(letter: StoredLetter, type: string, atMs: number): void {
    if (letter.deleted) return;
    const event = { id: `evt_${randomBytes(8).toString("hex")}`, type, atMs };
    letter.events.push(event);
    const webhook: WebhookEvent = {
      id: event.id,
      body: toLetterResource(letter),
      reference_id: letter.id,
      event_type: { id: type },
      date_created: new Date(event.atMs).toISOString(),
      object: "event",
    };
    if (faults.webhooks.lost) return;
    const copies = faults.webhooks.duplicated ? [webhook, webhook] : [webhook];
    if (faults.webhooks.reversed) heldBack.unshift(...copies);
    else for (const copy of copies) sender.send(copy);
  }

  function create(request: LetterRequest): StoredLetter {
    const certified = request.extra_service !== undefined;
    const letter: StoredLetter = {
      id: `ltr_${randomBytes(8).toString("hex")}`,
      request,
      createdMs: clock.now(),
      trackingNumber: certified && !apiKey.startsWith("test_") ? `9407${digits(18)}` : null,
      events: [],
      deleted: false,
    };
    letters.set(letter.id, letter);
    for (const { type, afterMs } of timelineOf(faults.fate, certified)) {
      clock.schedule(afterMs, () => announce(letter, type, letter.createdMs + afterMs));
    }
    return letter;
  }

  function createOnce(request: LetterRequest, key: string | undefined, digest: string): StoredLetter {
    if (key !== undefined && key.length > 256) {
      throw new ProviderError(422, "invalid", "Idempotency-Key exceeds 256 characters");
    }
    const before = key === undefined ? undefined : byIdempotencyKey.get(key);
    if (before && clock.now() - before.atMs < idempotencyWindowMs) {
      if (before.digest !== digest) {
        throw new ProviderError(409, "conflict", "the idempotency key was used for another request");
      }
      return stored(before.letterId);
    }
    const letter = create(request);
    if (key !== undefined) {
      byIdempotencyKey.set(key, { digest, letterId: letter.id, atMs: clock.now() });
    }
    return letter;
  }

  function stored(id: string): StoredLetter {
    const letter = letters.get(id);
    if (!letter || letter.deleted) throw new ProviderError(404, "not_found", "letter not found");
    return letter;
  }

  /** The newest first, those whose metadata are as asked: `metadata[name]=value`. */
  function list(query: URLSearchParams): object {
    const wanted = [...query].flatMap(([key, value]) => {
      const name = /^metadata\[(.+)\]$/.exec(key)?.[1];
      return name === undefined ? [] : [{ name, value }];
    });
    const found = [...letters.values()]
      .filter(
        ({ deleted, request: { metadata = {} } }) =>
          !deleted && wanted.every(({ name, value }) => metadata[name] === value),
      )
      .reverse()
      .slice(0, Number(query.get("limit") ?? 10));
    return { object: "list", data: found.map(toLetterResource), count: found.length };
  }

  function cancel(letter: StoredLetter): object {
    if (clock.now() >= letter.createdMs + cancellationWindowMs) {
      throw new ProviderError(422, "not_deletable", "the send date has passed");
    }
    announce(letter, "letter.deleted", clock.now());
    letter.deleted = true;
    return { id: letter.id, deleted: true };
  }

  async function answer(request: IncomingMessage): Promise<object> {
    authenticate(request, apiKey);
    rateLimit.take();
    if (faults.refuse) throw faults.refuse;
    const { pathname: path, searchParams } = new URL(request.url ?? "/", "http://provider");
    const [, id] = /\/v1\/letters(?:\/([\w-]+))?$/.exec(path) ?? [];
    if (!/\/v1\/letters(\/|$)/.test(path)) throw unrecognized();
    if (request.method === "POST" && id === undefined) {
      const body = await readBody(request);
      const letterRequest = await readLetterRequest(request.headers["content-type"] ?? "", body);
      return toLetterResource(
        createOnce(letterRequest, headerOf(request, "idempotency-key"), digestOf(letterRequest)),
      );
    }
    if (request.method === "GET" && id === undefined) return list(searchParams);
    if (id !== undefined && faults.broken.has(id)) {
      throw new ProviderError(500, "internal_server_error", "something went wrong");
    }
    if (request.method === "GET" && id !== undefined) return toLetterResource(stored(id));
    if (request.method === "DELETE" && id !== undefined) return cancel(stored(id));
    throw unrecognized();
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (faults.down) return void request.socket.destroy();
    await faults.onRequest();
    const reply = await answer(request).then(
      (body) => ({ status: 200, body }),
      (error: unknown) => refusal(error),
    );
    if (faults.loseAnswers) return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", ...rateLimit.headers() });
    response.end(JSON.stringify(reply.body));
  }

  return {
    handle: (request, response) => void respond(request, response),
    faults,
    letters: () => [...letters.values()],
    setWebhookUrl: (url) => {
      webhookUrl = url;
    },
    async releaseWebhooks() {
      for (const event of heldBack.splice(0)) {
        sender.send(event);
        await sender.settled();
      }
    },
    settled: () => sender.settled(),
  };
}

function authenticate(request: IncomingMessage, apiKey: string): void {
  const expected = Buffer.from(`Basic ${Buffer.from(`${apiKey}:`).toString("base64")}`);
  const sent = Buffer.from(request.headers.authorization ?? "");
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) {
    throw new ProviderError(401, "unauthorized", "Your API key is not valid.");
  }
}

/** Over what the request says, not its bytes: the multipart boundary differs at each attempt. */
function digestOf({ file, ...fields }: LetterRequest): string {
  return createHash("sha256").update(JSON.stringify(fields)).update(file).digest("hex");
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) throw new ProviderError(413, "bad_request", "the request is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function digits(count: number): string {
  return Array.from(randomBytes(count), (byte) => byte % 10).join("");
}

function unrecognized(): ProviderError {
  return new ProviderError(404, "unrecognized_endpoint", "this endpoint does not exist");
}

function refusal(error: unknown): { status: number; body: object } {
  const { status, code, message } =
    error instanceof ProviderError
      ? error
      : new ProviderError(500, "internal_server_error", "an error has occurred");
  return { status, body: { error: { message, status_code: status, code } } };
}
