import type { CustomerDocument } from "@horizon/db/customer";
import { isAppError } from "@horizon/errors";
import type { CustomerContext } from "./context.ts";
import { dateOfCustomer } from "./date-of-customer.ts";
import { documentContentTypes, findDocumentFault, isQuarantined } from "./domain/document-check.ts";
import { retainUntil } from "./domain/retention.ts";
import { stripJpegMetadata } from "./domain/strip-jpeg-metadata.ts";
import { sha256Of, toBase64 } from "./give-contract-copies.ts";
import { problem } from "./problems.ts";

const extensions = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

/** Reads what was uploaded and, when it is sound, puts it where uploaders cannot reach it. @returns what becomes of the row. */
export async function checkUpload({ db, clock, objects }: CustomerContext, document: CustomerDocument) {
  const bytes = await objects.get(document.objectKey).catch((error: unknown) => {
    throw isAppError(error, "NOT_FOUND") ? problem("document.not_uploaded") : error;
  });
  const contentType =
    documentContentTypes.find((type) => type === document.contentType) ?? documentContentTypes[0];
  const fault = findDocumentFault(bytes, { ...document, contentType }, sha256Of(bytes));
  if (fault !== null)
    return { status: isQuarantined(fault) ? ("quarantined" as const) : ("rejected" as const), fault };

  const clean = contentType === "image/jpeg" ? stripJpegMetadata(bytes) : bytes;
  const sha256 = sha256Of(clean);
  const objectKey = `customers/${document.customerId}/documents/${document.id}.${extensions[contentType]}`;
  const now = clock.now();
  const isEvidence = document.retentionClass === "croa_evidence";
  const until = retainUntil(document.retentionClass, await dateOfCustomer(db, document.customerId, now));
  await objects.put(objectKey, clean, {
    contentType,
    sha256: toBase64(sha256),
    ...(isEvidence ? { retainUntil: new Date(`${until}T00:00:00Z`) } : {}),
  });
  return {
    status: "stored" as const,
    objectKey,
    sha256,
    sizeBytes: clean.byteLength,
    storedAt: now,
    retainUntil: isEvidence ? until : null,
  };
}
