import { createDocument, findCustomer, findDisclosure, setDisclosureDocument } from "@horizon/db/customer";
import { isAppError } from "@horizon/errors";
import type { Consumers } from "../../../platform/events.ts";
import { newId } from "../../../platform/ids.ts";
import type { CustomerContext } from "../context.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { retainUntil } from "../domain/retention.ts";
import {
  recordContractCopies,
  type StoredPacket,
  storeContractPacket,
  toBase64,
} from "../give-contract-copies.ts";
import { renderDisclosure } from "../pdf/contract-packet.ts";

interface StoredCopy {
  readonly objectKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly until: string;
}

export const customerConsumers: Consumers<CustomerContext> = {
  /** CROA-7: the copies follow the signature at once. */
  "contract.signed.v1": {
    act: (context, { event }) => storeContractPacket(context, event.data.contract_id),
    record: async (context, { db, event }, packet) => {
      if (packet === null) return;
      await recordContractCopies(context, db, event.data.contract_id, packet as StoredPacket);
    },
  },
  /** CROA-2: the signed copy is kept where nobody can change it. */
  "disclosure.acknowledged.v1": {
    act: async ({ db, objects }, { event }): Promise<StoredCopy | null> => {
      const disclosure = await findDisclosure(db, event.data.disclosure_id);
      if (disclosure?.acknowledgedAt == null || disclosure.typedName === null) return null;
      const { acknowledgedAt, typedName, id, customerId } = disclosure;
      const { bytes, sha256 } = await renderDisclosure(acknowledgedAt, { typedName, at: acknowledgedAt });
      const until = retainUntil("croa_evidence", await dateOfCustomer(db, customerId, acknowledgedAt));
      const objectKey = `customers/${customerId}/disclosures/${id}.pdf`;
      await objects
        .put(objectKey, bytes, {
          contentType: "application/pdf",
          sha256: toBase64(sha256),
          retainUntil: new Date(`${until}T00:00:00Z`),
          ifAbsent: true,
        })
        .catch((error: unknown) => {
          if (!isAppError(error, "CONFLICT")) throw error;
        });
      return { objectKey, sha256, sizeBytes: bytes.length, until };
    },
    record: async ({ clock }, { db, event }, result) => {
      const copy = result as StoredCopy | null;
      const { customer_id: customerId, disclosure_id: disclosureId } = event.data;
      if (copy === null || (await findCustomer(db, customerId)) === null) return;
      const now = clock.now();
      const document = await createDocument(db, {
        id: newId(),
        customerId,
        kind: "disclosure_acknowledgement",
        status: "stored",
        contentType: "application/pdf",
        sizeBytes: copy.sizeBytes,
        sha256: copy.sha256,
        objectKey: copy.objectKey,
        retentionClass: "croa_evidence",
        retainUntil: copy.until,
        uploadedBy: null,
        createdAt: now,
        storedAt: now,
      });
      await setDisclosureDocument(db, disclosureId, document.id);
    },
  },
};
