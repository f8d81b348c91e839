/** The services of the backend, by the names that the strategy gives them. */
export const serviceNames = [
  "api-gateway",
  "auth-service",
  "customer-service",
  "credit-service",
  "dispute-service",
  "billing-service",
  "notification-service",
  "worker-service",
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The PostgreSQL schema that a service owns; its role is `horizon_<schema>`. The gateway keeps nothing. */
export const serviceSchemas = {
  "auth-service": "auth",
  "customer-service": "customer",
  "credit-service": "credit",
  "dispute-service": "dispute",
  "billing-service": "billing",
  "notification-service": "notification",
  "worker-service": "worker",
} as const satisfies Record<Exclude<ServiceName, "api-gateway">, string>;

export type ServiceWithData = keyof typeof serviceSchemas;
export type ServiceSchema = (typeof serviceSchemas)[ServiceWithData];
