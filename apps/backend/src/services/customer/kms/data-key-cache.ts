import type { KeyContext, KeyService } from "./key-service.ts";

const lifetimeMs = 5 * 60_000;
const usesMax = 1_000;
const entriesMax = 500;

interface Entry {
  readonly key: Promise<Buffer>;
  readonly expiresAt: number;
  uses: number;
}

/**
 * Unwraps data keys, each at most once in five minutes and 1,000 uses, so that a customer's page costs one call of KMS and not ten.
 *
 * @param nowMs a monotonic clock in milliseconds; business time may stand still.
 */
export function createDataKeyCache(keys: KeyService, nowMs: () => number = () => performance.now()) {
  const entries = new Map<string, Entry>();

  const unwrap = (
    dataKey: { readonly wrapped: Buffer; readonly keyId: string },
    context: KeyContext,
  ): Promise<Buffer> => {
    const name = dataKey.wrapped.toString("base64");
    const known = entries.get(name);
    if (known !== undefined && nowMs() < known.expiresAt && known.uses < usesMax) {
      known.uses += 1;
      return known.key;
    }
    const key = keys.unwrapDataKey(dataKey, context);
    entries.set(name, { key, expiresAt: nowMs() + lifetimeMs, uses: 1 });
    // What failed is asked for again the next time.
    key.catch(() => entries.delete(name));
    for (const oldest of entries.keys()) {
      if (entries.size <= entriesMax) break;
      entries.delete(oldest);
    }
    return key;
  };

  return { unwrap, forget: (wrapped: Buffer) => void entries.delete(wrapped.toString("base64")) };
}
export type DataKeyCache = ReturnType<typeof createDataKeyCache>;
