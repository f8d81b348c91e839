import { createHash } from "node:crypto";
import { inTransaction } from "@horizon/db";
import { type CreditReport, findLiveReportOfFile, insertCreditReport } from "@horizon/db/credit";
import { isAppError } from "@horizon/errors";
import type { Actor } from "../../platform/actor.ts";
import type { CreditContext } from "./context.ts";
import { newId } from "./new-id.ts";
import { audit, tell } from "./record-change.ts";

export interface ReceivedFile {
  readonly customerId: string;
  readonly source: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/**
 * Keeps an uploaded file, sealed, and leaves the reading of it for later. The same file of the same customer is one report.
 * The object is written before the row: a process that dies between leaves a file that nobody has a key for.
 */
export async function storeReport(
  context: CreditContext,
  actor: Actor,
  { customerId, source, kind, bytes }: ReceivedFile,
): Promise<CreditReport> {
  const { db, objects, cipher, clock } = context;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const known = await findLiveReportOfFile(db, customerId, sha256);
  if (known !== null) return known;

  const id = newId(clock.now());
  const sealed = cipher.seal(id, bytes);
  const objectKey = `credit/reports/${id}`;
  const { versionId } = await objects.put(objectKey, sealed.bytes, {
    contentType: "application/octet-stream",
    sha256: createHash("sha256").update(sealed.bytes).digest("base64"),
  });
  try {
    return await inTransaction(db, async (tx) => {
      const report = await insertCreditReport(tx, {
        ...{ id, customerId, source, kind, sha256, objectKey },
        sizeBytes: bytes.byteLength,
        objectVersion: versionId,
        sealedKey: sealed.sealedKey,
        uploadedBy: actor.actor,
        createdAt: clock.now(),
      });
      const data = { customer_id: customerId, report_id: id, from: null };
      await tell(tx, actor, "report.received.v1", { type: "report", id }, data);
      await audit(tx, actor, "report.received", {
        objectType: "report",
        objectId: id,
        details: { source, kind, size_bytes: bytes.byteLength },
      });
      return report;
    });
  } catch (error) {
    // After any other failure the row may be there all the same: an object too many is better than a row without its own.
    if (!isAppError(error, "CONFLICT")) throw error;
    await objects.delete(objectKey, versionId ?? undefined);
    const other = await findLiveReportOfFile(db, customerId, sha256);
    if (other === null) throw error;
    return other;
  }
}
