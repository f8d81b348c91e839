import type { Db } from "@horizon/db";
import {
  findDataKey,
  findSealedFields,
  putDataKey,
  putSealedFields,
  putSsnIndexes,
  type SealedFields,
} from "@horizon/db/customer";
import { AppError } from "@horizon/errors";
import type { CustomerContext } from "./context.ts";
import { indexLast4, indexSsn } from "./kms/blind-index.ts";
import { openField, sealField } from "./kms/field-cipher.ts";
import type { KeyContext } from "./kms/key-service.ts";

type Field = keyof SealedFields;
type VaultContext = Pick<CustomerContext, "keys" | "dataKeys" | "clock">;

const columns: Readonly<Record<Field, string>> = {
  ssnEncrypted: "ssn_encrypted",
  ssnLast4Encrypted: "ssn_last4_encrypted",
  birthDateEncrypted: "birth_date_encrypted",
};

const keyContextOf = (customerId: string): KeyContext => ({
  service: "customer-service",
  purpose: "customer-record",
  customer_id: customerId,
});

const placeOf = (rowId: string, field: Field, keyVersion: number) => ({
  table: "customers",
  column: columns[field],
  rowId,
  keyVersion,
});

/** Seals texts with the customer's data key, which is made the first time, and stores them. The customer's row is locked. */
export async function storeSealed(
  context: VaultContext,
  db: Db,
  customerId: string,
  values: Partial<Record<Field, string>>,
): Promise<void> {
  const { key, keyVersion } = await openDataKey(context, db, customerId);
  const sealed = Object.entries(values).map(([field, value]) => [
    field,
    sealField(key, value, placeOf(customerId, field as Field, keyVersion)),
  ]);
  await putSealedFields(db, customerId, Object.fromEntries(sealed));
}

/** @returns null when there is nothing. @throws AppError INTERNAL when the value was moved or altered. */
export async function openSealedField(
  context: VaultContext,
  db: Db,
  customerId: string,
  field: Field,
): Promise<string | null> {
  const sealed = (await findSealedFields(db, customerId))?.[field] ?? null;
  const dataKey = sealed === null ? null : await findDataKey(db, customerId);
  if (sealed === null || dataKey === null) return null;
  const key = await context.dataKeys.unwrap(
    { wrapped: Buffer.from(dataKey.wrapped), keyId: dataKey.keyId },
    keyContextOf(customerId),
  );
  return openField(key, sealed, placeOf(customerId, field, dataKey.keyVersion));
}

/** Stores a number with its blind indexes. @throws AppError CONFLICT when another customer has it. */
export async function storeSsn(
  context: VaultContext,
  db: Db,
  customerId: string,
  digits: string,
): Promise<void> {
  const last4 = digits.slice(-4);
  const [ssn, last4Index] = await Promise.all([
    indexSsn(context.keys, digits),
    indexLast4(context.keys, last4),
  ]);
  await putSsnIndexes(db, customerId, { ssn: new Uint8Array(ssn), last4: new Uint8Array(last4Index) });
  await storeSealed(context, db, customerId, { ssnEncrypted: digits, ssnLast4Encrypted: last4 });
}

async function openDataKey(
  { keys, dataKeys, clock }: VaultContext,
  db: Db,
  customerId: string,
): Promise<{ key: Buffer; keyVersion: number }> {
  const found = await findDataKey(db, customerId);
  if (found !== null) {
    const wrapped = Buffer.from(found.wrapped);
    const key = await dataKeys.unwrap({ wrapped, keyId: found.keyId }, keyContextOf(customerId));
    return { key, keyVersion: found.keyVersion };
  }
  const made = await keys.generateDataKey(keyContextOf(customerId));
  const row = { customerId, keyVersion: 1, keyId: made.keyId, wrapped: new Uint8Array(made.wrapped) };
  await putDataKey(db, row, clock.now());
  return { key: made.plaintext, keyVersion: 1 };
}

/** Gives the customer a new data key under the current key and seals everything anew. The customer's row is locked. */
export async function rewrapCustomer(context: VaultContext, db: Db, customerId: string): Promise<boolean> {
  const old = await findDataKey(db, customerId);
  const sealed = await findSealedFields(db, customerId);
  if (old === null || sealed === null || old.keyId === context.keys.currentKeyId) return false;
  const oldKey = await context.keys.unwrapDataKey(
    { wrapped: Buffer.from(old.wrapped), keyId: old.keyId },
    keyContextOf(customerId),
  );
  const made = await context.keys.generateDataKey(keyContextOf(customerId));
  const keyVersion = old.keyVersion + 1;
  const resealed = (Object.keys(columns) as Field[]).map((field) => {
    const text = sealed[field];
    if (text === null) return [field, null];
    const plain = openField(oldKey, text, placeOf(customerId, field, old.keyVersion));
    return [field, sealField(made.plaintext, plain, placeOf(customerId, field, keyVersion))];
  });
  await putSealedFields(db, customerId, Object.fromEntries(resealed));
  const row = { customerId, keyVersion, keyId: made.keyId, wrapped: new Uint8Array(made.wrapped) };
  await putDataKey(db, row, context.clock.now());
  return true;
}

export function isTaken(error: unknown): boolean {
  return error instanceof AppError && error.code === "CONFLICT";
}
