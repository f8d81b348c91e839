import {
  DecryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  KMSClient,
  KMSServiceException,
} from "@aws-sdk/client-kms";
import { AppError } from "@horizon/errors";
import { awsRequestHandler } from "../../../platform/aws-request-handler.ts";
import type { KeyService } from "./key-service.ts";

export interface AwsKmsSettings {
  readonly region: string;
  /** Another address than Amazon's, for tests. */
  readonly endpoint?: string | undefined;
  /** ARN or alias of the symmetric key that wraps data keys. */
  readonly keyId: string;
  /** ARN or alias of the HMAC_256 key of the blind indexes. */
  readonly macKeyId: string;
  /** Of each of three attempts; 3 s when left out. */
  readonly timeoutMs?: number;
}

export function createAwsKeyService({
  region,
  endpoint,
  keyId,
  macKeyId,
  timeoutMs = 3_000,
}: AwsKmsSettings): KeyService {
  const client = new KMSClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 3,
    requestHandler: awsRequestHandler({ connectMs: 1_000, answerMs: timeoutMs }),
  });
  return {
    currentKeyId: keyId,
    async generateDataKey(context) {
      const answer = await translate(
        client.send(
          new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { ...context } }),
        ),
      );
      return { plaintext: toBuffer(answer.Plaintext), wrapped: toBuffer(answer.CiphertextBlob), keyId };
    },
    async unwrapDataKey({ wrapped, keyId: wrappingKeyId }, context) {
      const answer = await translate(
        client.send(
          new DecryptCommand({
            KeyId: wrappingKeyId,
            CiphertextBlob: wrapped,
            EncryptionContext: { ...context },
          }),
        ),
      );
      return toBuffer(answer.Plaintext);
    },
    async mac(message) {
      const answer = await translate(
        client.send(
          new GenerateMacCommand({ KeyId: macKeyId, MacAlgorithm: "HMAC_SHA_256", Message: message }),
        ),
      );
      return toBuffer(answer.Mac);
    },
  };
}

function toBuffer(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) throw new AppError("UPSTREAM_UNAVAILABLE", "KMS answered without the bytes.");
  return Buffer.from(bytes);
}

/** What passes by itself, although KMS answers it with 400. */
const passing = new Set([
  "ThrottlingException",
  "LimitExceededException",
  "KeyUnavailableException",
  "DependencyTimeoutException",
]);

async function translate<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    const status = cause instanceof KMSServiceException ? cause.$metadata.httpStatusCode : undefined;
    const refused =
      cause instanceof KMSServiceException &&
      status !== undefined &&
      status >= 400 &&
      status < 500 &&
      !passing.has(cause.name);
    // A refusal is a key that was disabled or a value that was moved: nothing that a caller can mend.
    throw new AppError(
      refused ? "INTERNAL" : "UPSTREAM_UNAVAILABLE",
      refused ? "KMS refused the key." : "KMS cannot be reached.",
      { cause },
    );
  }
}
