import { verify, X509Certificate } from "node:crypto";
import { request } from "undici";
import { z } from "zod";
import { parseJson } from "../../../platform/parse-json.ts";
import type { NotificationEnv } from "../env.ts";
import { notificationProblems } from "../problems.ts";

const notification = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation"]),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().optional(),
  Timestamp: z.string(),
  SignatureVersion: z.literal("2"),
  Signature: z.string(),
  SigningCertURL: z.url(),
  SubscribeURL: z.url().optional(),
  Token: z.string().optional(),
});
export type SnsNotification = z.infer<typeof notification>;

const amazonHost = /^sns\.[a-z0-9-]+\.amazonaws\.com$/;
const maxAgeMs = 60 * 60_000;
/** For the whole of what is fetched. */
const defaultTimeoutMs = 5_000;

export interface SnsReader {
  /** @throws ProblemError webhook.signature for anything that SNS did not sign for one of our topics. */
  read(text: string): Promise<SnsNotification>;
  /** Says yes to a subscription of one of our topics. */
  confirm(message: SnsNotification): Promise<void>;
}

/** Reads what SNS posts. Certificates come from Amazon's hosts alone, are not redirected, and are kept. */
export function createSnsReader(
  {
    SNS_TOPIC_ARNS: topics,
    SNS_CERTIFICATE_ORIGIN: origin,
  }: Pick<NotificationEnv, "SNS_TOPIC_ARNS" | "SNS_CERTIFICATE_ORIGIN">,
  timeoutMs: number = defaultTimeoutMs,
): SnsReader {
  const certificates = new Map<string, Promise<X509Certificate>>();
  const isTrusted = (url: string) => {
    const { protocol, hostname, origin: its } = new URL(url);
    return origin === undefined
      ? protocol === "https:" && amazonHost.test(hostname)
      : its === new URL(origin).origin;
  };
  function certificateOf(url: string): Promise<X509Certificate> {
    let certificate = certificates.get(url);
    if (certificate === undefined) {
      certificate = fetchText(url, timeoutMs).then((pem) => new X509Certificate(pem));
      certificates.set(url, certificate);
      certificate.catch(() => certificates.delete(url));
    }
    return certificate;
  }
  return {
    async read(text) {
      const parsed = notification.safeParse(parseJson(text));
      if (!parsed.success) throw notificationProblems.problem("webhook.signature");
      const message = parsed.data;
      const isRecent = Math.abs(Date.now() - Date.parse(message.Timestamp)) <= maxAgeMs;
      // With a query one certificate would have as many addresses as a stranger likes, and be fetched and kept under each.
      const isPlain = !message.SigningCertURL.includes("?");
      if (!topics.includes(message.TopicArn) || !isTrusted(message.SigningCertURL) || !isPlain || !isRecent) {
        throw notificationProblems.problem("webhook.signature");
      }
      const { publicKey } = await certificateOf(message.SigningCertURL);
      const isSigned = verify(
        "RSA-SHA256",
        Buffer.from(signedText(message)),
        publicKey,
        Buffer.from(message.Signature, "base64"),
      );
      if (!isSigned) throw notificationProblems.problem("webhook.signature");
      return message;
    },
    async confirm({ SubscribeURL }) {
      if (SubscribeURL === undefined || !isTrusted(SubscribeURL))
        throw notificationProblems.problem("webhook.signature");
      await fetchText(SubscribeURL, timeoutMs);
    },
  };
}

/** The members that SNS signs, in its order. */
function signedText(message: SnsNotification): string {
  const names =
    message.Type === "Notification"
      ? (["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const)
      : (["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const);
  return names
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join("");
}

async function fetchText(url: string, timeoutMs: number): Promise<string> {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(timeoutMs) });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`SNS answered ${statusCode}`);
  return text;
}
