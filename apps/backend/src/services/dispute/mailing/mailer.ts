import { AppError } from "@horizon/errors";
import { FormData, Pool } from "undici";
import { z } from "zod";
import { parseJson } from "../../../platform/parse-json.ts";
import type { PostalAddress } from "../domain/recipients.ts";

export interface MailParty {
  readonly name: string;
  readonly address: PostalAddress;
}

export interface OutgoingLetter {
  /** Our id: for a day the provider takes the same letter once, however often it is sent. */
  readonly letterId: string;
  readonly to: MailParty;
  readonly from: MailParty;
  readonly pdf: Uint8Array;
  readonly certified: boolean;
}

export interface TakenLetter {
  readonly accepted: true;
  readonly providerLetterId: string;
  readonly trackingNumber: string | null;
}

/** The provider took the letter, or refused it for good: then trying again helps nobody. */
export type SendResult =
  | TakenLetter
  | {
      readonly accepted: false;
      readonly code: string;
      /** Of one that it had taken and gave back. */
      readonly providerLetterId?: string;
    };

export interface TrackingEvent {
  readonly id: string;
  /** The provider's event type, such as `letter.certified.delivered`. */
  readonly type: string;
  readonly occurredAt: Date;
}

/**
 * The print-and-mail provider. All throw AppError UPSTREAM_UNAVAILABLE when it does not answer, is overloaded or refuses our
 * credentials: later it may work.
 */
export interface Mailer {
  send(letter: OutgoingLetter): Promise<SendResult>;
  /** @returns the letter of this id of ours, if it was ever taken and not cancelled. */
  find(letterId: string): Promise<TakenLetter | null>;
  /** @returns what happened to a letter so far; null when the provider does not know it. */
  track(providerLetterId: string): Promise<readonly TrackingEvent[] | null>;
  /** @returns false when production has begun. */
  cancel(providerLetterId: string): Promise<boolean>;
  close(): Promise<void>;
}

const defaultTimeoutMs = 10_000;
const maxAnswerBytes = 1024 * 1024;
const letterAnswer = z.object({
  id: z.string().min(1).max(200),
  tracking_number: z.string().max(200).nullish(),
  status: z.string().max(50).nullish(),
  extra_service: z.string().nullish(),
  date_modified: z.iso.datetime({ offset: true }).optional(),
  tracking_events: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        name: z.string().min(1).max(100),
        time: z.iso.datetime({ offset: true }),
      }),
    )
    .max(200)
    .default([]),
});
const listAnswer = z.object({ data: z.array(letterAnswer) });
const errorAnswer = z.object({ error: z.object({ code: z.string().max(100) }) });

/** Speaks Lob's API: basic auth with the key as user name, multipart letters, `Idempotency-Key`. */
export function createMailer({
  url,
  apiKey,
  timeoutMs = defaultTimeoutMs,
}: {
  url: string;
  apiKey: string;
  timeoutMs?: number;
}): Mailer {
  const base = new URL(url);
  const pool = new Pool(base.origin, { connections: 8, pipelining: 1, connect: { timeout: 3_000 } });
  const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString("base64")}`;

  async function call(method: "GET" | "POST" | "DELETE", path: string, body?: FormData, key?: string) {
    try {
      // Not `fetch`: redirects are never followed.
      const response = await pool.request({
        method,
        path: `${base.pathname.replace(/\/$/, "")}${path}`,
        headers: { authorization, ...(key ? { "idempotency-key": key } : {}) },
        body: body ?? null,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await readLimited(response.body);
      return { status: response.statusCode, body: parseJson(text) };
    } catch (cause) {
      throw new AppError("UPSTREAM_UNAVAILABLE", "The mail provider does not answer.", { cause });
    }
  }

  return {
    async send({ letterId, to, from, pdf, certified }) {
      const form = new FormData();
      setParty(form, "to", to);
      setParty(form, "from", from);
      form.set("color", "false");
      form.set("use_type", "operational");
      if (certified) form.set("extra_service", "certified");
      form.set("metadata[letter_id]", letterId);
      form.set("file", new Blob([new Uint8Array(pdf)], { type: "application/pdf" }), "letter.pdf");
      const { status, body } = await call("POST", "/v1/letters", form, letterId);
      if (status === 200) {
        return toTaken(read(letterAnswer, body));
      }
      if (status === 422) return { accepted: false, code: read(errorAnswer, body).error.code };
      throw unusable(status);
    },
    async find(letterId) {
      const query = new URLSearchParams({ "metadata[letter_id]": letterId, limit: "1" });
      const { status, body } = await call("GET", `/v1/letters?${query}`);
      if (status !== 200) throw unusable(status);
      const [found] = read(listAnswer, body).data;
      return found === undefined ? null : toTaken(found);
    },
    async track(providerLetterId) {
      const { status, body } = await call("GET", `/v1/letters/${encodeURIComponent(providerLetterId)}`);
      if (status === 404) return null;
      if (status !== 200) throw unusable(status);
      const answer = read(letterAnswer, body);
      const events = answer.tracking_events.map(({ id, name, time }) => ({
        id,
        type: `letter.${name}`,
        occurredAt: new Date(time),
      }));
      const refused = answer.status === "rejected" || answer.status === "failed";
      return refused && answer.date_modified
        ? [
            ...events,
            {
              id: `${answer.id}:${answer.status}`,
              type: `letter.${answer.status}`,
              occurredAt: new Date(answer.date_modified),
            },
          ]
        : events;
    },
    async cancel(providerLetterId) {
      const { status } = await call("DELETE", `/v1/letters/${encodeURIComponent(providerLetterId)}`);
      // Unknown there: it was cancelled before, and the answer was lost.
      if (status === 200 || status === 404) return true;
      if (status === 422) return false;
      throw unusable(status);
    },
    close: () => pool.destroy(),
  };
}

function setParty(form: FormData, prefix: string, { name, address }: MailParty): void {
  form.set(`${prefix}[name]`, name.slice(0, 40));
  form.set(`${prefix}[address_line1]`, address.line1);
  if (address.line2) form.set(`${prefix}[address_line2]`, address.line2);
  form.set(`${prefix}[address_city]`, address.city);
  form.set(`${prefix}[address_state]`, address.state);
  form.set(`${prefix}[address_zip]`, address.postalCode);
}

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw new Error("the answer is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AppError("UPSTREAM_UNAVAILABLE", "The mail provider answers something else than agreed.", {
    cause: result.error,
  });
}

function unusable(status: number): AppError {
  return new AppError("UPSTREAM_UNAVAILABLE", `The mail provider answers ${status}.`);
}

function toTaken({ id, tracking_number }: z.output<typeof letterAnswer>): TakenLetter {
  return { accepted: true, providerLetterId: id, trackingNumber: tracking_number ?? null };
}
