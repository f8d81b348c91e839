import { type ContextOverrides, createServiceContext, type ServiceContext } from "../../platform/context.ts";
import { createNotificationKeys, type NotificationKeys } from "./email/address-keys.ts";
import { createSesSender, type EmailSender } from "./email/email-sender.ts";
import { createSnsReader, type SnsReader } from "./email/sns-notification.ts";
import type { NotificationEnv } from "./env.ts";
import { createWebhookSender, type WebhookSender } from "./webhooks/webhook-sender.ts";

export interface NotificationContext extends ServiceContext {
  readonly env: NotificationEnv;
  readonly email: EmailSender;
  readonly keys: NotificationKeys;
  readonly sns: SnsReader;
  readonly webhooks: WebhookSender;
}

export async function createNotificationContext(
  env: NotificationEnv,
  overrides: ContextOverrides = {},
): Promise<NotificationContext> {
  const base = await createServiceContext("notification-service", env, overrides);
  const email = createSesSender(env);
  const webhooks = createWebhookSender(env);
  return {
    ...base,
    env,
    email,
    webhooks,
    keys: createNotificationKeys(env.NOTIFICATION_KEY),
    sns: createSnsReader(env),
    async close() {
      email.close();
      await webhooks.close();
      await base.close();
    },
  };
}
