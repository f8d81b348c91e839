/** What a data key is for: bound into its wrapping, and written by KMS to its own log. Ids alone. */
export interface KeyContext {
  readonly service: "customer-service";
  readonly purpose: "customer-record";
  readonly customer_id: string;
}

export interface DataKey {
  /** 32 bytes; never stored. */
  readonly plaintext: Buffer;
  readonly wrapped: Buffer;
  /** The key under which it is wrapped. */
  readonly keyId: string;
}

/** Keys that never leave where they are: AWS KMS, or a local stand-in for development. Methods throw AppError UPSTREAM_UNAVAILABLE. */
export interface KeyService {
  /** The key that wraps new data keys. */
  readonly currentKeyId: string;
  generateDataKey(context: KeyContext): Promise<DataKey>;
  /** @throws AppError INTERNAL when it was wrapped for another context, or its key is gone. */
  unwrapDataKey(
    wrapped: { readonly wrapped: Buffer; readonly keyId: string },
    context: KeyContext,
  ): Promise<Buffer>;
  /** A keyed hash of 32 bytes: without the key nobody can try out all numbers. */
  mac(message: Buffer): Promise<Buffer>;
}
