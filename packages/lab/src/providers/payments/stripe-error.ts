/** An error as Stripe's API answers it. */
export class StripeError extends Error {
  readonly status: number;
  readonly type:
    | "invalid_request_error"
    | "card_error"
    | "idempotency_error"
    | "authentication_error"
    | "rate_limit_error"
    | "api_error";
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    type: StripeError["type"],
    message: string,
    members: Record<string, unknown> = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.members = members;
  }

  toBody(): object {
    return { error: { type: this.type, message: this.message, ...this.members } };
  }
}
