import type { KeyService } from "./key-service.ts";

/** 24 bits: what is stored cannot be mistaken for the index of a whole number. The key protects it, not the length. */
const last4IndexBytes = 3;

/** Finds equal numbers without keeping one: a keyed hash over the nine digits, whole, so that it can be unique. */
export async function indexSsn(keys: KeyService, digits: string): Promise<Buffer> {
  return keys.mac(Buffer.from(`ssn|v1|${digits}`));
}

/** For the search by the last four digits. Many people share them. */
export async function indexLast4(keys: KeyService, last4: string): Promise<Buffer> {
  return (await keys.mac(Buffer.from(`ssn-last4|v1|${last4}`))).subarray(0, last4IndexBytes);
}
