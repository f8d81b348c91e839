import { expect, test } from "vitest";
import { findUpstream } from "./route-table.ts";

test.each([
  ["/v1/auth/login", "auth-service"],
  ["/.well-known/jwks.json", "auth-service"],
  ["/v1/customers", "customer-service"],
  ["/v1/customers/cus_1", "customer-service"],
  ["/v1/customers/cus_1/contracts", "customer-service"],
  ["/v1/customers/cus_1/credit-reports", "credit-service"],
  ["/v1/customers/cus_1/rounds", "dispute-service"],
  ["/v1/customers/cus_1/invoices", "billing-service"],
  ["/v1/customers/cus_1/notification-preferences", "notification-service"],
  ["/v1/webhooks/mail", "dispute-service"],
  ["/v1/webhooks/constructor", null],
  ["/v1/toString", null],
  ["/v1/customers/cus_1/constructor", "customer-service"],
  ["/v2/customers", null],
  ["/internal/events", null],
  ["/v1/internal/events", null],
  ["/metrics", null],
  ["/health/ready", null],
  ["/", null],
  ["", null],
])("%s → %s", (path, upstream) => {
  expect(findUpstream(path)).toBe(upstream);
});
