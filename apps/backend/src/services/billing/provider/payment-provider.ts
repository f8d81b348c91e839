/** A card at the provider. */
export interface ProviderCard {
  readonly providerRef: string;
  readonly payerRef: string;
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
}

export type ChargeResult =
  | { readonly outcome: "succeeded"; readonly providerRef: string }
  | { readonly outcome: "processing"; readonly providerRef: string }
  | {
      readonly outcome: "failed" | "requires_action";
      readonly providerRef: string | null;
      readonly code: string;
    };

export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  /** The payment that it is about, or null. */
  readonly paymentRef: string | null;
  readonly failureCode: string | null;
}

/**
 * What billing asks of whoever moves the money. Every call that moves it carries a key: for a day the same key has one effect, however often
 * it is sent. A card that is refused or gone is a result; an error means that the outcome is not known or that the request was at fault, and the call is
 * repeated until a person has looked at it.
 */
export interface PaymentProvider {
  /** @throws ProblemError payment.declined when the token is not good. */
  saveCard(request: {
    token: string;
    payerRef: string | null;
    customerId: string;
    key: string;
  }): Promise<ProviderCard>;
  charge(request: {
    amountCents: number;
    card: Pick<ProviderCard, "providerRef" | "payerRef">;
    invoiceId: string;
    key: string;
  }): Promise<ChargeResult>;
  /** What became of the charge of an invoice that is not one of these. @returns null when there was none. */
  findCharge(charge: {
    payerRef: string;
    invoiceId: string;
    exceptRefs: readonly string[];
  }): Promise<ChargeResult | null>;
  readCharge(providerRef: string): Promise<ChargeResult>;
  /** Ends a charge that waits for somebody, for good. Throws when it can no longer be ended. */
  cancelCharge(providerRef: string): Promise<void>;
  refund(request: {
    paymentRef: string;
    amountCents: number;
    key: string;
  }): Promise<{ providerRef: string } | { failureCode: string }>;
  /** A refund of so much that is not one of these. @returns null when there was none. */
  findRefund(refund: {
    paymentRef: string;
    amountCents: number;
    exceptRefs: readonly string[];
  }): Promise<{ providerRef: string } | null>;
  /** @throws ProblemError webhook.signature */
  readEvent(payload: Buffer, signature: string): ProviderEvent;
}
