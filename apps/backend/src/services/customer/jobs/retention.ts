import { addMonthsClamped, dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import {
  type CustomerDocument,
  disposeCustomer,
  listAbandonedUploads,
  listDisposableCustomerIds,
  listKeptDocuments,
  listUnneededDocuments,
  lockCustomer,
  lockDocument,
  purgeLeads,
  purgeSalesMaterials,
  updateDocument,
} from "@horizon/db/customer";
import type { Job } from "../../../platform/jobs.ts";
import type { CustomerContext } from "../context.ts";
import { destroyObject } from "../destroy-object.ts";
import { phoneSource, retentionYears } from "../domain/retention.ts";
import { customerMachine } from "../machines.ts";
import { recordChange, systemActor } from "../record-change.ts";
import { eachId, eachOf } from "./each.ts";

const hourMs = 60 * 60_000;

function yearsBefore(now: Date, years: number): Date {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date;
}

/** Deletes the object for good, then the row, unless its state changed meanwhile. */
async function dropDocument(
  { db, objects }: CustomerContext,
  { id, customerId, objectKey, status }: CustomerDocument,
  now: Date,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const customer = await lockCustomer(tx, customerId);
    const document = await lockDocument(tx, id);
    if (document?.status !== status || document.legalHold || customer?.legalHold) return false;
    await updateDocument(tx, id, { status: "deleted", deletedAt: now });
    await recordChange(tx, systemActor, {
      type: "document.deleted.v1",
      data: { customer_id: customerId, document_id: id, kind: document.kind },
      customerId,
      object: { type: "document", id },
      at: now,
    });
    // Last: if the store fails the row comes back.
    await destroyObject(objects, objectKey);
    return true;
  });
}

/** Destroys what is left of a customer, unless a hold was set since they were listed. */
async function dispose({ db, objects }: CustomerContext, id: string, now: Date): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const customer = await lockCustomer(tx, id);
    if (customer === null || customer.legalHold) return false;
    const documents = await listKeptDocuments(tx, id);
    for (const document of documents) {
      if ((await lockDocument(tx, document.id))?.legalHold) return false;
    }
    customerMachine.assertEdge(customer.status, "disposed");
    await disposeCustomer(tx, id, now);
    await recordChange(tx, systemActor, {
      type: "customer.disposed.v1",
      data: { customer_id: id },
      customerId: id,
      object: { type: "customer", id },
      at: now,
      before: { status: customer.status },
      after: { status: "disposed" },
    });
    // Last: if the store fails the rows come back, and with them the keys of the objects.
    for (const { objectKey } of documents) await destroyObject(objects, objectKey);
    return true;
  });
}

/** What is not kept any longer than it must be. */
export const retentionJobs = {
  "drop-abandoned-uploads": {
    schedule: { every_ms: hourMs },
    run: async (context, { now }) => {
      const before = new Date(now.getTime() - hourMs);
      return eachOf(
        context,
        (page) => listAbandonedUploads(context.db, before, page),
        (document) => dropDocument(context, document, now),
      );
    },
  },
  /** GLB-5: what is no evidence goes two years after the customer left. */
  "dispose-documents": {
    schedule: { daily_at: "04:00" },
    run: async (context, { now }) => {
      const before = yearsBefore(now, retentionYears.customer);
      return eachOf(
        context,
        (page) => listUnneededDocuments(context.db, before, page),
        (document) => dropDocument(context, document, now),
      );
    },
  },
  /** GLB-5: those who only asked are forgotten after two years; consents and calls are kept for five (TSR-4). */
  "purge-leads": {
    schedule: { daily_at: "04:15" },
    run: async ({ db }, { now }) => {
      const done = await purgeLeads(db, {
        before: yearsBefore(now, retentionYears.customer),
        recordsBefore: yearsBefore(now, retentionYears.tsr),
        phoneSource,
      });
      return { done };
    },
  },
  "purge-sales-records": {
    schedule: { daily_at: "04:20" },
    run: async ({ db }, { now }) => {
      const usedBefore = addMonthsClamped(dateInZone(now, "UTC"), -12 * retentionYears.tsr);
      return { done: await purgeSalesMaterials(db, usedBefore) };
    },
  },
  /** GLB-5: six years after the last contract the data key is destroyed and a tombstone stays; a legal hold wins. */
  "dispose-customers": {
    schedule: { daily_at: "04:30" },
    run: async (context, { now }) => {
      const before = yearsBefore(now, retentionYears.croa_evidence);
      return eachId(
        context,
        (page) => listDisposableCustomerIds(context.db, before, page),
        (id) => dispose(context, id, now),
      );
    },
  },
} satisfies Record<string, Job<CustomerContext>>;
