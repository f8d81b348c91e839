import type { CustomerTest, TestCustomer } from "./start-customer-test.ts";

/** Gives a number as the customer, or as whoever holds the token. */
export function setSsn(
  service: CustomerTest,
  customer: TestCustomer,
  ssn: string,
  extra: { token?: string; reason?: string } = {},
) {
  return service.api("PUT", `${customer.path}/ssn`, {
    token: extra.token ?? customer.token,
    body: { ssn, ...(extra.reason === undefined ? {} : { reason: extra.reason }) },
  });
}

/** Asks for the whole number, with a reason. */
export function revealSsn(service: CustomerTest, customer: TestCustomer, token: string) {
  return service.api("POST", `${customer.path}/ssn/reveal`, {
    token,
    body: { reason: "bureau asked for proof of identity" },
  });
}
