import { randomBytes } from "node:crypto";
import { type ServiceName, serviceNames, serviceSchemas } from "@horizon/contracts/backend";
import { ownPorts, type TestDatabase } from "@horizon/db/embedded";
import type { ProvidersOptions } from "@horizon/lab/providers/start";
import { testAuthKeys } from "./auth-users.ts";

export type ServiceEnv = Readonly<Record<string, string>>;

export interface BackendSettings {
  readonly ports: Readonly<Record<ServiceName | "providers", number>>;
  /** Settings of each service, as its process would have them. */
  readonly services: Readonly<Record<ServiceName, ServiceEnv>>;
  /** What the lab's providers must know to work with them. */
  readonly providers: ProvidersOptions;
}

export const testServiceSecret = "service-token-secret-of-the-tests-only";
const topicArn = "arn:aws:sns:us-east-1:000000000000:feedback";
const lettersKey = "live_of_the_tests";
const lettersWebhook = "webhook-secret-of-the-letters";
const objectStore = { id: "lab", secret: "lab-secret-of-the-object-store" };
/** Tests send more than people do. */
const noLimit = "1000000";

/** Settings of all eight services on one database, each on a port of the loopback interface that is its own. */
export async function backendSettings(
  serviceUrl: TestDatabase["serviceUrl"],
  extra: ServiceEnv = {},
): Promise<BackendSettings> {
  const names = [...serviceNames, "providers"] as const;
  const free = await ownPorts(names.length);
  const ports = Object.fromEntries(names.map((name, index) => [name, free[index]])) as Record<
    (typeof names)[number],
    number
  >;
  const at = (name: keyof typeof ports) => `http://127.0.0.1:${ports[name]}`;
  const shared = {
    NODE_ENV: "test",
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
    SERVICE_TOKEN_SECRET: testServiceSecret,
    TOKEN_ISSUER: at("api-gateway"),
    JWKS_URL: `${at("auth-service")}/.well-known/jwks.json`,
    AUTH_URL: at("auth-service"),
    CUSTOMER_URL: at("customer-service"),
    CREDIT_URL: at("credit-service"),
    DISPUTE_URL: at("dispute-service"),
    BILLING_URL: at("billing-service"),
    NOTIFICATION_URL: at("notification-service"),
    BUSINESS_CLOCK_URL: `${at("providers")}/business-clock`,
  };
  const stored = (bucket: string) => ({
    OBJECT_STORE_BUCKET: bucket,
    OBJECT_STORE_ENDPOINT: `${at("providers")}/object-store`,
    OBJECT_STORE_ACCESS_KEY_ID: objectStore.id,
    OBJECT_STORE_SECRET_ACCESS_KEY: objectStore.secret,
  });
  const newKey = (encoding: "base64" | "base64url" = "base64") => randomBytes(32).toString(encoding);
  const own: Record<ServiceName, ServiceEnv> = {
    "api-gateway": {
      RATE_LIMIT_PRINCIPAL: noLimit,
      RATE_LIMIT_ADDRESS: noLimit,
      RATE_LIMIT_AUTH: noLimit,
    },
    "auth-service": { AUTH_KEYS: testAuthKeys, HASH_NICENESS: "0", PUBLIC_URL: at("api-gateway") },
    "customer-service": {
      ...stored("documents"),
      KMS_PROVIDER: "local",
      LOCAL_KMS_KEYS: `k1:${newKey()}`,
      LOCAL_KMS_MAC_KEY: newKey(),
    },
    "credit-service": { ...stored("reports"), REPORT_KEYRING: `k1:${newKey("base64url")}` },
    "dispute-service": {
      LETTER_PROVIDER_URL: `${at("providers")}/letters`,
      LETTER_PROVIDER_KEY: lettersKey,
      LETTER_WEBHOOK_SECRET: lettersWebhook,
    },
    "billing-service": {
      STRIPE_API_URL: at("providers"),
      STRIPE_API_KEY: "sk_test_of_the_tests",
      STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests",
    },
    "notification-service": {
      SES_ENDPOINT: `${at("providers")}/email`,
      SES_ACCESS_KEY_ID: "lab",
      SES_SECRET_ACCESS_KEY: "lab",
      SNS_TOPIC_ARNS: topicArn,
      SNS_CERTIFICATE_ORIGIN: at("providers"),
      NOTIFICATION_KEY: newKey(),
      PUBLIC_API_URL: at("api-gateway"),
      WEBHOOKS_TO_LOOPBACK: "true",
    },
    "worker-service": { POLL_MS: "200" },
  };
  const serviceEnv = (name: ServiceName): ServiceEnv => ({
    ...shared,
    ...own[name],
    ...(name === "api-gateway" ? {} : { DATABASE_URL: serviceUrl(serviceSchemas[name]) }),
    ...extra,
    SERVICE: name,
    PORT: `${ports[name]}`,
  });
  const services = Object.fromEntries(serviceNames.map((name) => [name, serviceEnv(name)])) as Record<
    ServiceName,
    ServiceEnv
  >;
  return {
    ports,
    services,
    providers: {
      port: ports.providers,
      gatewayUrl: at("api-gateway"),
      lettersKey,
      lettersWebhookSecret: lettersWebhook,
      paymentsKey: "sk_test_of_the_tests",
      paymentsWebhookSecret: "whsec_of_the_tests",
      feedbackTopicArn: topicArn,
      buckets: ["documents", "reports"],
      objectStoreKeyId: objectStore.id,
      objectStoreSecret: objectStore.secret,
    },
  };
}
