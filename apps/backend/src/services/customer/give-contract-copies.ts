import { createHash } from "node:crypto";
import type { Db } from "@horizon/db";
import {
  type Contract,
  createDocument,
  findContract,
  findCustomer,
  lockContract,
  lockCustomer,
} from "@horizon/db/customer";
import { AppError } from "@horizon/errors";
import { newId } from "../../platform/ids.ts";
import type { CustomerContext } from "./context.ts";
import { giveCopies, todayOf } from "./contract-life.ts";
import { computeContractDates } from "./domain/contract-dates.ts";
import { readTerms } from "./domain/contract-terms.ts";
import { currentDisclosure } from "./domain/disclosure.ts";
import { retainUntil } from "./domain/retention.ts";
import { type PacketInput, renderContractPacket } from "./pdf/contract-packet.ts";
import type { PdfFile } from "./pdf/pdf-writer.ts";
import { systemActor } from "./record-change.ts";

export interface StoredPacket {
  readonly objectKey: string;
  readonly file: Pick<PdfFile, "sha256"> & { readonly sizeBytes: number };
  readonly givenOn: string;
}

/** What the packet of a signed contract says when its copies are handed over on that date. */
export function packetOf(
  contract: Contract,
  customerName: string,
  givenOn: string,
  signature: { typedName: string; signedAt: Date } | null,
): PacketInput {
  const signedOn = contract.signedOn ?? givenOn;
  const dates = computeContractDates(signedOn, givenOn, contract.cancelBusinessDays, contract.zone);
  return {
    contractId: `ctr_${contract.id.replaceAll("-", "")}`,
    terms: readTerms(contract.terms),
    customerName,
    signature: signature === null ? null : { ...signature, signedOn },
    cancelDeadline: contract.cancelDeadline ?? dates.cancelDeadline,
    at: signature?.signedAt ?? contract.offeredAt ?? contract.createdAt,
  };
}

/**
 * Writes the packet and stores it where nobody can change it (CROA-2). Outside of any transaction; the same day gives the same bytes under
 * the same key. Null when there is nothing (left) to do.
 */
export async function storeContractPacket(
  { db, clock, objects }: CustomerContext,
  contractId: string,
): Promise<StoredPacket | null> {
  const contract = await findContract(db, contractId);
  const customer = contract === null ? null : await findCustomer(db, contract.customerId);
  if (contract?.status !== "signed" || contract.copiesGivenAt !== null || contract.signature === null)
    return null;
  if (customer === null || contract.delivery !== "electronic") return null;
  const givenOn = todayOf(contract, clock.now());
  const name = `${customer.firstName} ${customer.lastName}`;
  const file = await renderContractPacket(packetOf(contract, name, givenOn, contract.signature));
  const objectKey = `customers/${customer.id}/contracts/${contract.id}/packet-${givenOn}-${file.sha256.slice(0, 16)}.pdf`;
  await objects
    .put(objectKey, file.bytes, {
      contentType: "application/pdf",
      sha256: toBase64(file.sha256),
      retainUntil: new Date(`${retainUntil("croa_evidence", givenOn)}T00:00:00Z`),
      ifAbsent: true,
    })
    .catch((error: unknown) => {
      // The attempt before this one got that far.
      if (!(error instanceof AppError && error.code === "CONFLICT")) throw error;
    });
  return { objectKey, file: { sha256: file.sha256, sizeBytes: file.bytes.length }, givenOn };
}

/** Notes that the stored packet is at the customer's disposal: the copies of contract, statement and notices are given (CROA-7). */
export async function recordContractCopies(
  { clock }: Pick<CustomerContext, "clock">,
  db: Db,
  contractId: string,
  { objectKey, file, givenOn }: StoredPacket,
): Promise<boolean> {
  const found = await findContract(db, contractId);
  if (found === null) return false;
  await lockCustomer(db, found.customerId);
  const contract = await lockContract(db, contractId);
  if (contract?.status !== "signed" || contract.copiesGivenAt !== null) return false;
  const now = clock.now();
  if (todayOf(contract, now) !== givenOn) {
    // Midnight passed on the way: the notices would be a day short. The next attempt prints the new date.
    throw new AppError("STALE", "The packet is of yesterday.");
  }
  const document = await createDocument(db, {
    id: newId(),
    customerId: contract.customerId,
    kind: "contract_packet",
    status: "stored",
    contentType: "application/pdf",
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    objectKey,
    retentionClass: "croa_evidence",
    retainUntil: retainUntil("croa_evidence", givenOn),
    uploadedBy: null,
    createdAt: now,
    storedAt: now,
  });
  const copy = { channel: "portal", deliveredAt: now, recordedBy: systemActor.actor };
  await giveCopies(
    db,
    contract,
    [
      { copy: "contract", sha256: file.sha256, ...copy },
      { copy: "disclosure", sha256: currentDisclosure.sha256, ...copy },
      { copy: "notice_of_cancellation", sha256: file.sha256, ...copy },
    ],
    { copiesGivenOn: givenOn, packetDocumentId: document.id },
    { actor: systemActor, now },
  );
  return true;
}

/** Hexadecimal to base64, as the object store wants it. */
export function toBase64(sha256Hex: string): string {
  return Buffer.from(sha256Hex, "hex").toString("base64");
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
