import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
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

export function createSesSender(env: NotificationEnv): EmailSender {
  const { SES_ACCESS_KEY_ID: accessKeyId, SES_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const client = new SESv2Client({
    region: env.SES_REGION,
    maxAttempts: 3,
    ...(env.SES_ENDPOINT === undefined ? {} : { endpoint: env.SES_ENDPOINT }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
  return {
    async send({ to, subject, text, headers }) {
      const { MessageId } = await client.send(
        new SendEmailCommand({
          FromEmailAddress: env.EMAIL_FROM,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: "UTF-8" },
              Body: { Text: { Data: text, Charset: "UTF-8" } },
              Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
            },
          },
        }),
      );
      if (MessageId === undefined) throw new Error("SES answered without a message id");
      return MessageId;
    },
    close: () => client.destroy(),
  };
}
