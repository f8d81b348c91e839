import { type BusinessClock, createBusinessClock } from "./business-clock.ts";
import { createEmailProvider, type EmailProvider } from "./email/index.ts";
import { createLettersProvider, type LettersProvider } from "./letters/index.ts";
import { createObjectStoreProvider, type ObjectStoreProvider } from "./object-store/index.ts";
import { createPaymentsProvider } from "./payments/index.ts";
import { type ProviderServer, startProviderServer } from "./provider-server.ts";

export interface ProvidersOptions {
  readonly port: number;
  /** Where the providers reach the backend: its gateway. */
  readonly gatewayUrl?: string;
  readonly lettersKey?: string;
  readonly lettersWebhookSecret?: string;
  readonly paymentsKey?: string;
  readonly paymentsWebhookSecret?: string;
  readonly feedbackTopicArn?: string;
  readonly buckets?: readonly string[];
  readonly objectStoreKeyId?: string;
  readonly objectStoreSecret?: string;
}

/** With what each stand-in was sent, for tests that run them in their own process. */
export interface StartedProviders extends ProviderServer {
  readonly clock: BusinessClock;
  readonly email: EmailProvider;
  readonly letters: LettersProvider;
  readonly objects: ObjectStoreProvider;
}

/** The mailer, the payment provider, the e-mail service, the object store and the business clock, on one port. */
export async function startProviders(options: ProvidersOptions): Promise<StartedProviders> {
  const { gatewayUrl } = options;
  const clock = createBusinessClock();
  const now = () => new Date(clock.now());
  let baseUrl = "";
  const letters = createLettersProvider({
    clock,
    apiKey: options.lettersKey ?? "live_lab_key",
    webhookSecret: options.lettersWebhookSecret ?? "lab-letters-webhook",
    ...(gatewayUrl ? { webhookUrl: `${gatewayUrl}/v1/webhooks/mail` } : {}),
  });
  const payments = createPaymentsProvider({
    apiKey: options.paymentsKey ?? "sk_test_lab",
    now,
    ...(gatewayUrl
      ? {
          webhook: {
            url: `${gatewayUrl}/v1/webhooks/stripe`,
            secret: options.paymentsWebhookSecret ?? "whsec_lab",
          },
        }
      : {}),
  });
  const email = createEmailProvider({
    baseUrl: () => `${baseUrl}/email`,
    ...(gatewayUrl && options.feedbackTopicArn
      ? { feedback: { url: `${gatewayUrl}/v1/webhooks/ses`, topicArn: options.feedbackTopicArn } }
      : {}),
  });
  const objects = createObjectStoreProvider({
    buckets: options.buckets ?? [],
    credentials: {
      accessKeyId: options.objectStoreKeyId ?? "lab",
      secretAccessKey: options.objectStoreSecret ?? "lab-object-store",
    },
    mountPath: "/object-store",
  });
  const server = await startProviderServer({
    port: options.port,
    mounts: {
      "business-clock": clock.handle,
      email: email.handle,
      letters: (req, res) => letters.handle(req, res),
      "object-store": objects.handler,
      // Stripe's SDK takes a host and no path, so its API is at the root.
      v1: payments.handleMounted("/v1"),
    },
  });
  baseUrl = server.url;
  return {
    url: server.url,
    clock,
    email,
    letters,
    objects,
    async close() {
      clock.stop();
      await server.close();
    },
  };
}
