import type { CustomerEnv } from "../env.ts";
import { createAwsKeyService } from "./aws-key-service.ts";
import type { KeyService } from "./key-service.ts";
import { createLocalKeyService } from "./local-key-service.ts";

/** The keys that the settings name; env.ts has checked that they are all there. */
export function createKeyService(env: CustomerEnv): KeyService {
  if (env.KMS_PROVIDER === "aws") {
    return createAwsKeyService({
      region: env.KMS_REGION,
      endpoint: env.KMS_ENDPOINT,
      keyId: env.KMS_KEY_ID ?? "",
      macKeyId: env.KMS_MAC_KEY_ID ?? "",
    });
  }
  return createLocalKeyService({
    wrappingKeys: env.LOCAL_KMS_KEYS ?? new Map(),
    macKey: env.LOCAL_KMS_MAC_KEY ?? Buffer.alloc(0),
  });
}
