import { openSealed, seal } from "./authenticated-cipher.ts";

/** Where a sealed value lives. It opens there and nowhere else: swapping two rows' values is noticed. */
export interface FieldPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  /** Version of the customer's data key. */
  readonly keyVersion: number;
}

/** A text sealed with a data key: `v1.<key version>.<base64url>`. */
export function sealField(dataKey: Buffer, plaintext: string, place: FieldPlace): string {
  const sealed = seal(dataKey, Buffer.from(plaintext, "utf8"), encodePlace(place));
  return `v1.${place.keyVersion}.${sealed.toString("base64url")}`;
}

/** @throws AppError INTERNAL when it was sealed for another place or with another key. */
export function openField(dataKey: Buffer, sealed: string, place: FieldPlace): string {
  const [, , body = ""] = sealed.split(".");
  return openSealed(dataKey, Buffer.from(body, "base64url"), encodePlace(place)).toString("utf8");
}

function encodePlace({ table, column, rowId, keyVersion }: FieldPlace): Buffer {
  return Buffer.from([table, column, rowId, keyVersion].join("|"));
}
