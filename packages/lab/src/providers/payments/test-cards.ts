/** Stripe's own test cards, by the payment method that stands for them: https://docs.stripe.com/testing */
const cards: Readonly<
  Record<string, { brand: string; last4: string; outcome: "ok" | "declined" | "authenticate" }>
> = {
  pm_card_visa: { brand: "visa", last4: "4242", outcome: "ok" },
  pm_card_mastercard: { brand: "mastercard", last4: "4444", outcome: "ok" },
  pm_card_chargeCustomerFail: { brand: "visa", last4: "0341", outcome: "declined" },
  pm_card_authenticationRequired: { brand: "visa", last4: "3220", outcome: "authenticate" },
};

export function findCard(name: unknown) {
  return typeof name === "string" && Object.hasOwn(cards, name) ? cards[name] : undefined;
}
