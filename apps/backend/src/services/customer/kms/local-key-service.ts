import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "@horizon/errors";
import { openSealed, seal } from "./authenticated-cipher.ts";
import type { KeyContext, KeyService } from "./key-service.ts";

export interface LocalKeys {
  /** 32 bytes each, by id; the first wraps new data keys, the others unwrap old ones. */
  readonly wrappingKeys: ReadonlyMap<string, Buffer>;
  readonly macKey: Buffer;
}

/** Keys in the memory of the process. For one's own machine: production refuses to start with them (see env.ts). */
export function createLocalKeyService({ wrappingKeys, macKey }: LocalKeys): KeyService {
  const [currentKeyId] = wrappingKeys.keys();
  if (currentKeyId === undefined) throw new Error("There is no local key.");
  const keyOf = (keyId: string) => {
    const key = wrappingKeys.get(keyId);
    if (key === undefined) throw new AppError("INTERNAL", "The key of this record is not known.");
    return key;
  };
  return {
    currentKeyId,
    async generateDataKey(context) {
      const plaintext = randomBytes(32);
      return {
        plaintext,
        wrapped: seal(keyOf(currentKeyId), plaintext, encodeContext(context)),
        keyId: currentKeyId,
      };
    },
    async unwrapDataKey({ wrapped, keyId }, context) {
      return openSealed(keyOf(keyId), wrapped, encodeContext(context));
    },
    async mac(message) {
      return createHmac("sha256", macKey).update(message).digest();
    },
  };
}

function encodeContext({ service, purpose, customer_id }: KeyContext): Buffer {
  return Buffer.from([service, purpose, customer_id].join("|"));
}
