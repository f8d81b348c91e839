import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@horizon/errors";

export interface SealedFile {
  readonly bytes: Uint8Array;
  /** The file's own key, sealed: `<key id>.<base64url>`. Without it nobody can read the file. */
  readonly sealedKey: string;
}

/** Each file has a data key of its own, which is sealed with a key of the keyring. A file opens as its own report alone. */
export interface ReportCipher {
  seal(reportId: string, file: Uint8Array): SealedFile;
  /** @throws AppError INTERNAL when it was changed, belongs to another report, or its key is no longer there. */
  open(reportId: string, file: SealedFile): Uint8Array;
}

const ivBytes = 12;
const tagBytes = 16;

export function createReportCipher(keyring: ReadonlyMap<string, Buffer>): ReportCipher {
  const [currentId] = keyring.keys();
  const keyOf = (id: string | undefined) => {
    const key = id === undefined ? undefined : keyring.get(id);
    if (key === undefined) throw new AppError("INTERNAL", "The key of a report is not in the keyring.");
    return key;
  };
  return {
    seal(reportId, file) {
      const dataKey = randomBytes(32);
      const wrapped = encrypt(keyOf(currentId), dataKey, `credit.report|key|${reportId}|${currentId}`);
      return {
        bytes: encrypt(dataKey, file, `credit.report|file|${reportId}`),
        sealedKey: `${currentId}.${Buffer.from(wrapped).toString("base64url")}`,
      };
    },
    open(reportId, { bytes, sealedKey }) {
      const [keyId, wrapped = ""] = sealedKey.split(".");
      const key = keyOf(keyId);
      try {
        const place = `credit.report|key|${reportId}|${keyId}`;
        const dataKey = decrypt(key, Buffer.from(wrapped, "base64url"), place);
        return decrypt(dataKey, bytes, `credit.report|file|${reportId}`);
      } catch (cause) {
        throw new AppError("INTERNAL", "A sealed report does not open.", { cause });
      }
    },
  };
}

/** AES-256-GCM: iv, ciphertext, tag. */
function encrypt(key: Uint8Array, plain: Uint8Array, place: string): Uint8Array {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, place: string): Uint8Array {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-tagBytes));
  const plain = decipher.update(sealed.subarray(ivBytes, -tagBytes));
  // Of a stream cipher nothing is left for the end: it checks the tag.
  decipher.final();
  return plain;
}
