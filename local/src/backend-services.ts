import type { ServiceSchema } from "@horizon/contracts/backend";
import type { BackendSecrets } from "./backend-secrets.ts";
import type { ChildEnvironment } from "./child-process.ts";
import type { Ports } from "./ports.ts";

export interface BackendService {
  /** As in `SERVICE`. */
  readonly name: string;
  readonly port: number;
  readonly env: ChildEnvironment;
}

export interface BackendSettings {
  readonly ports: Ports;
  readonly secrets: BackendSecrets;
  readonly databaseUrl: (schema: ServiceSchema) => string;
}

const topicArn = "arn:aws:sns:us-east-1:000000000000:ses-feedback";
const documents = "horizon-documents";
const reports = "horizon-reports";

/** What the lab's providers must know, as LAB_PROVIDERS wants it. */
export function providerSettings({ ports, secrets }: Pick<BackendSettings, "ports" | "secrets">): string {
  return JSON.stringify({
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    lettersKey: `live_${secrets.lettersKey}`,
    lettersWebhookSecret: secrets.lettersWebhook,
    paymentsKey: `sk_test_${secrets.paymentsKey}`,
    paymentsWebhookSecret: `whsec_${secrets.paymentsWebhook}`,
    feedbackTopicArn: topicArn,
    buckets: [documents, reports],
    objectStoreKeyId: "lab",
    objectStoreSecret: secrets.objectStore,
  });
}

/** The eight services of the backend and their settings; the gateway comes last, as it waits for nobody. */
export function backendServices(settings: BackendSettings): BackendService[] {
  const { ports, secrets, databaseUrl } = settings;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const providers = at(ports.labProviders);
  const shared = {
    NODE_ENV: "development",
    HOST: "127.0.0.1",
    SERVICE_TOKEN_SECRET: secrets.serviceTokens,
    TOKEN_ISSUER: at(ports.gateway),
    JWKS_URL: `${at(ports.authService)}/.well-known/jwks.json`,
    AUTH_URL: at(ports.authService),
    CUSTOMER_URL: at(ports.customerService),
    CREDIT_URL: at(ports.creditService),
    DISPUTE_URL: at(ports.disputeService),
    BILLING_URL: at(ports.billingService),
    NOTIFICATION_URL: at(ports.notificationService),
    BUSINESS_CLOCK_URL: `${providers}/business-clock`,
  } as const;
  const objectStore = (bucket: string) => ({
    OBJECT_STORE_BUCKET: bucket,
    OBJECT_STORE_ENDPOINT: `${providers}/object-store`,
    OBJECT_STORE_ACCESS_KEY_ID: "lab",
    OBJECT_STORE_SECRET_ACCESS_KEY: secrets.objectStore,
  });
  const service = (name: string, port: number, env: Record<string, string>): BackendService => ({
    name,
    port,
    env: { ...shared, ...env, SERVICE: name, PORT: `${port}` },
  });
  const base64 = (key: string) => Buffer.from(key, "base64url").toString("base64");

  return [
    service("auth-service", ports.authService, {
      DATABASE_URL: databaseUrl("auth"),
      AUTH_KEYS: `k1:${secrets.authKey}`,
      PUBLIC_URL: at(ports.gateway),
    }),
    service("customer-service", ports.customerService, {
      DATABASE_URL: databaseUrl("customer"),
      ...objectStore(documents),
      KMS_PROVIDER: "local",
      LOCAL_KMS_KEYS: `k1:${base64(secrets.customerKey)}`,
      LOCAL_KMS_MAC_KEY: base64(secrets.customerMacKey),
    }),
    service("credit-service", ports.creditService, {
      DATABASE_URL: databaseUrl("credit"),
      ...objectStore(reports),
      // As in its rollout: an import leaves less behind.
      NODE_OPTIONS: "--max-semi-space-size=4 --max-old-space-size=400",
      MALLOC_ARENA_MAX: "1",
      REPORT_KEYRING: `k1:${secrets.reportKey}`,
    }),
    service("dispute-service", ports.disputeService, {
      DATABASE_URL: databaseUrl("dispute"),
      LETTER_PROVIDER_URL: `${providers}/letters`,
      LETTER_PROVIDER_KEY: `live_${secrets.lettersKey}`,
      LETTER_WEBHOOK_SECRET: secrets.lettersWebhook,
    }),
    service("billing-service", ports.billingService, {
      DATABASE_URL: databaseUrl("billing"),
      STRIPE_API_URL: providers,
      STRIPE_API_KEY: `sk_test_${secrets.paymentsKey}`,
      STRIPE_WEBHOOK_SECRET: `whsec_${secrets.paymentsWebhook}`,
    }),
    service("notification-service", ports.notificationService, {
      DATABASE_URL: databaseUrl("notification"),
      SES_ENDPOINT: `${providers}/email`,
      SES_ACCESS_KEY_ID: "lab",
      SES_SECRET_ACCESS_KEY: "lab",
      SNS_TOPIC_ARNS: topicArn,
      SNS_CERTIFICATE_ORIGIN: providers,
      NOTIFICATION_KEY: base64(secrets.notificationKey),
      PUBLIC_API_URL: at(ports.gateway),
      WEBHOOKS_TO_LOOPBACK: "true",
    }),
    service("worker-service", ports.workerService, { DATABASE_URL: databaseUrl("worker") }),
    // One person at one machine tries things over and over.
    service("api-gateway", ports.gateway, { RATE_LIMIT_AUTH: "600", RATE_LIMIT_ADDRESS: "2000" }),
  ];
}
