import type { ContextOverrides } from "../../platform/context.ts";
import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { notificationConsumers } from "./consumers/consumers.ts";
import { createNotificationContext, type NotificationContext } from "./context.ts";
import type { NotificationEnv } from "./env.ts";
import { deliverWebhooks } from "./jobs/deliver-webhooks.ts";
import { inboxRoutes } from "./routes/inbox.ts";
import { messageRoute } from "./routes/messages.ts";
import { preferenceRoutes } from "./routes/preferences.ts";
import { sesFeedbackRoute } from "./routes/ses-feedback.ts";
import { suppressionRoutes } from "./routes/suppressions.ts";
import { templateRoutes } from "./routes/templates.ts";
import { webhookDeliveryRoutes } from "./routes/webhook-deliveries.ts";
import { webhookEndpointRoutes } from "./routes/webhook-endpoints.ts";

/** Tells people, by e-mail and in the portal, and partners' systems what happened. */
export async function startNotification(
  env: NotificationEnv,
  overrides: ContextOverrides = {},
): Promise<StartedService<NotificationContext>> {
  return startServiceApp(await createNotificationContext(env, overrides), {
    routes: [
      ...inboxRoutes,
      ...preferenceRoutes,
      messageRoute,
      ...templateRoutes,
      ...suppressionRoutes,
      ...webhookEndpointRoutes,
      ...webhookDeliveryRoutes,
      sesFeedbackRoute,
    ],
    consumers: notificationConsumers,
    jobs: {
      "deliver-webhooks": {
        schedule: { every_ms: 5_000 },
        run: async (context, { now }) => ({ done: await deliverWebhooks(context, now) }),
      },
    },
  });
}
