import { createSign, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { generate } from "selfsigned";
import { z } from "zod";
import type { ProviderHandler } from "../provider-server.ts";
import { readJson } from "../read-json.ts";

export interface CaughtMail {
  id: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  headers: Record<string, string>;
  at: string;
}

export interface EmailProvider {
  handle: ProviderHandler;
  /** Everything that was sent, oldest first. */
  listMails(to?: string): CaughtMail[];
  /** The next so many sends are answered 429. */
  throttle(times: number): void;
  /** A notification as SNS would send it, signed; for tests that alter it. */
  signNotification(message: object): Promise<Record<string, string>>;
}

export interface EmailOptions {
  /** Where bounces and complaints are told; none are without it. */
  feedback?: { url: string; topicArn: string };
  /** Where this stand-in is reached from outside: its certificate is there. */
  baseUrl: () => string;
  now?: () => Date;
}

const sendRequest = z.object({
  FromEmailAddress: z.string().min(3),
  Destination: z.object({ ToAddresses: z.array(z.email()).length(1) }),
  Content: z.object({
    Simple: z.object({
      Subject: z.object({ Data: z.string() }),
      Body: z.object({ Text: z.object({ Data: z.string() }) }),
      Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
    }),
  }),
});

/**
 * The part of SES that notification uses: SendEmail of API v2, and bounces and complaints told through a signed SNS
 * notification. As with SES's own simulator, bounce@… and complaint@simulator.amazonses.com do what they are called.
 * `GET /inbox?to=` reads what was caught.
 */
export function createEmailProvider({
  feedback,
  baseUrl,
  now = () => new Date(),
}: EmailOptions): EmailProvider {
  const mails: CaughtMail[] = [];
  let throttled = 0;
  const certificate = generate([{ name: "commonName", value: "sns.lab" }], { keySize: 2048 });

  async function send(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!/^AWS4-HMAC-SHA256 /.test(req.headers.authorization ?? "")) {
      return fail(res, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    if (throttled > 0) {
      throttled -= 1;
      return fail(res, 429, "TooManyRequestsException", "Maximum sending rate exceeded.");
    }
    const parsed = sendRequest.safeParse(await readJson(req));
    if (!parsed.success) return fail(res, 400, "BadRequestException", "The request is not valid.");
    const { FromEmailAddress: from, Destination, Content } = parsed.data;
    const { Subject, Body, Headers = [] } = Content.Simple;
    const to = Destination.ToAddresses[0] ?? "";
    const mail: CaughtMail = {
      id: `${randomUUID()}-000000`,
      from,
      to,
      subject: Subject.Data,
      text: Body.Text.Data,
      headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name.toLowerCase(), Value])),
      at: now().toISOString(),
    };
    mails.push(mail);
    res.writeHead(200, { "content-type": "application/json" });
    res.end(JSON.stringify({ MessageId: mail.id }));
    if (to === "bounce@simulator.amazonses.com") {
      await tell({
        notificationType: "Bounce",
        bounce: { bounceType: "Permanent", bouncedRecipients: [{ emailAddress: to }] },
        mail: { messageId: mail.id, destination: [to] },
      });
    } else if (to === "complaint@simulator.amazonses.com") {
      await tell({
        notificationType: "Complaint",
        complaint: { complainedRecipients: [{ emailAddress: to }] },
        mail: { messageId: mail.id, destination: [to] },
      });
    }
  }

  async function signNotification(message: object): Promise<Record<string, string>> {
    const { private: key } = await certificate;
    const fields = {
      Message: JSON.stringify(message),
      MessageId: randomUUID(),
      Timestamp: now().toISOString(),
      TopicArn: feedback?.topicArn ?? "arn:aws:sns:us-east-1:000000000000:none",
      Type: "Notification",
    };
    const text = Object.entries(fields)
      .map(([name, value]) => `${name}\n${value}\n`)
      .join("");
    return {
      ...fields,
      SignatureVersion: "2",
      Signature: createSign("RSA-SHA256").update(text).sign(key, "base64"),
      SigningCertURL: `${baseUrl()}/sns.pem`,
    };
  }

  async function tell(message: object): Promise<void> {
    if (feedback === undefined) return;
    await fetch(feedback.url, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": "Notification" },
      body: JSON.stringify(await signNotification(message)),
    }).catch(() => undefined);
  }

  const listMails = (to?: string) => mails.filter((mail) => to === undefined || mail.to === to);
  return {
    listMails,
    throttle: (times) => {
      throttled = times;
    },
    signNotification,
    async handle(req, res) {
      const url = new URL(req.url ?? "/", "http://lab");
      if (req.method === "POST" && url.pathname === "/v2/email/outbound-emails") return send(req, res);
      if (req.method === "GET" && url.pathname === "/sns.pem") {
        res.end((await certificate).cert);
        return;
      }
      if (req.method === "GET" && url.pathname === "/inbox") {
        res.writeHead(200, { "content-type": "application/json" });
        res.end(JSON.stringify({ mails: listMails(url.searchParams.get("to") ?? undefined) }));
        return;
      }
      fail(res, 404, "UnknownOperationException", "There is no such operation here.");
    },
  };
}

function fail(res: ServerResponse, status: number, type: string, message: string): void {
  res.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
  res.end(JSON.stringify({ message }));
}
