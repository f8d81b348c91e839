import { SESv2Client, SESv2ServiceException, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { AppError } from "@horizon/errors";
import { awsRequestHandler } from "../../../platform/aws-request-handler.ts";
import type { NotificationEnv } from "../env.ts";

export interface Email {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whoever sends e-mail. A message may go twice when a reply is lost; none is lost. */
export interface EmailSender {
  /** @returns the provider's id of it. */
  send(email: Email): Promise<string>;
  close(): void;
}

type SesSettings =
  | "SES_REGION"
  | "SES_ENDPOINT"
  | "SES_ACCESS_KEY_ID"
  | "SES_SECRET_ACCESS_KEY"
  | "EMAIL_FROM";

/** With it three attempts end before whoever delivers the event gives up. */
const defaultTimeoutMs = 8_000;

export function createSesSender(
  env: Pick<NotificationEnv, SesSettings>,
  timeoutMs: number = defaultTimeoutMs,
): EmailSender {
  const { SES_ACCESS_KEY_ID: accessKeyId, SES_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const client = new SESv2Client({
    region: env.SES_REGION,
    maxAttempts: 3,
    requestHandler: awsRequestHandler({ connectMs: 2_000, answerMs: timeoutMs }),
    ...(env.SES_ENDPOINT === undefined ? {} : { endpoint: env.SES_ENDPOINT }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
  return {
    async send({ to, subject, text, headers }) {
      const command = new SendEmailCommand({
        FromEmailAddress: env.EMAIL_FROM,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: "UTF-8" },
            Body: { Text: { Data: text, Charset: "UTF-8" } },
            Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
          },
        },
      });
      const { MessageId } = await client.send(command).catch((error: unknown) => {
        throw withoutAddress(error);
      });
      if (MessageId === undefined) throw new Error("SES answered without a message id");
      return MessageId;
    },
    close: () => client.destroy(),
  };
}

/** SES names the address in its refusals, and what fails is logged and kept with the event: the name of the refusal is enough. */
function withoutAddress(error: unknown): unknown {
  if (!(error instanceof SESv2ServiceException)) return error;
  const { name, $metadata } = error;
  return new AppError("UPSTREAM_REJECTED", `SES answered ${$metadata.httpStatusCode ?? "nothing"}: ${name}.`);
}
