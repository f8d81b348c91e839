import type { ServiceWithData } from "@horizon/contracts/backend";

export type Upstream = Exclude<ServiceWithData, "worker-service">;

/** First part of the path, below /v1. */
const owners: Readonly<Record<string, Upstream>> = {
  auth: "auth-service",
  oauth: "auth-service",
  users: "auth-service",
  "api-clients": "auth-service",
  incidents: "auth-service",
  safeguards: "auth-service",
  "access-review": "auth-service",
  "access-reviews": "auth-service",

  leads: "customer-service",
  customers: "customer-service",
  contracts: "customer-service",
  documents: "customer-service",
  plans: "customer-service",
  "consent-texts": "customer-service",
  "identity-verifications": "customer-service",
  "privacy-requests": "customer-service",
  tasks: "customer-service",
  protections: "customer-service",
  "state-rules": "customer-service",
  "sales-materials": "customer-service",

  "credit-reports": "credit-service",
  tradelines: "credit-service",
  findings: "credit-service",
  furnishers: "credit-service",
  bureaus: "credit-service",
  jobs: "credit-service",

  "dispute-items": "dispute-service",
  rounds: "dispute-service",
  letters: "dispute-service",
  responses: "dispute-service",
  disputes: "dispute-service",
  "letter-templates": "dispute-service",
  "identity-theft-cases": "dispute-service",
  "service-performances": "dispute-service",
  "dispute-tasks": "dispute-service",

  subscriptions: "billing-service",
  invoices: "billing-service",
  statements: "billing-service",
  payments: "billing-service",
  billing: "billing-service",
  ledger: "billing-service",
  reports: "billing-service",

  notifications: "notification-service",
  messages: "notification-service",
  "message-templates": "notification-service",
  suppressions: "notification-service",
  unsubscribe: "notification-service",
  "webhook-endpoints": "notification-service",
  deliveries: "notification-service",
};

/** What hangs below a customer and is not customer-service's. */
const customerParts: Readonly<Record<string, Upstream>> = {
  "credit-reports": "credit-service",
  scores: "credit-service",
  "dispute-items": "dispute-service",
  rounds: "dispute-service",
  "identity-theft-cases": "dispute-service",
  subscription: "billing-service",
  "payment-methods": "billing-service",
  invoices: "billing-service",
  statements: "billing-service",
  "result-proofs": "billing-service",
  "notification-preferences": "notification-service",
};

/** Who calls us back. */
const webhooks: Readonly<Record<string, Upstream>> = {
  mail: "dispute-service",
  stripe: "billing-service",
  ses: "notification-service",
};

/** The service that answers this path, or null. Nothing under /internal, /health or /metrics is ever routed. */
export function findUpstream(path: string): Upstream | null {
  if (path.startsWith("/.well-known/")) return "auth-service";
  const [, version, first = "", , third = ""] = path.split("/");
  if (version !== "v1") return null;
  if (first === "customers" && Object.hasOwn(customerParts, third)) return customerParts[third] ?? null;
  if (first === "webhooks") return own(webhooks, path.split("/")[3] ?? "");
  return own(owners, first);
}

function own(table: Readonly<Record<string, Upstream>>, key: string): Upstream | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
