import { addDays, addMonthsClamped, dateInZone, firstUsZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import {
  type CustomerDocument,
  disposeCustomer,
  endConsent,
  findContract,
  listAbandonedUploads,
  listContractsPastWindow,
  listCustomersNotUnderKey,
  listDisposableCustomerIds,
  listExpiredConsents,
  listExpiredOffers,
  listKeptDocuments,
  listPendingCustomerIds,
  listPrivacyRequestsDue,
  listUndeliveredContracts,
  listUnneededDocuments,
  lockCustomer,
  lockDocument,
  markPrivacyReminded,
  purgeLeads,
  purgeSalesMaterials,
  updateDocument,
} from "@horizon/db/customer";
import type { Job } from "../../../platform/jobs.ts";
import type { CustomerContext } from "../context.ts";
import { expireOffer, releaseContract } from "../contract-life.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { destroyObject } from "../destroy-object.ts";
import { phoneSource, retentionYears } from "../domain/retention.ts";
import { recordContractCopies, storeContractPacket } from "../give-contract-copies.ts";
import { customerMachine } from "../machines.ts";
import { activateIfReady } from "../move-customer.ts";
import { recordChange, systemActor } from "../record-change.ts";
import { rewrapCustomer } from "../vault.ts";
import { closeContractMonths } from "./close-contract-months.ts";
import { watchProtections } from "./watch-protections.ts";

const batch = 500;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const reminderDays = 7;

/** Runs one thing after the other, each in its own transaction; one that fails is logged and holds up no other. */
async function each<T>(
  { logger }: CustomerContext,
  items: readonly T[],
  work: (item: T) => Promise<boolean>,
): Promise<{ done: number }> {
  let done = 0;
  for (const item of items) {
    try {
      if (await work(item)) done += 1;
    } catch (error) {
      logger.error({ err: error }, "one thing of a job failed; it is tried again with the next run");
    }
  }
  return { done };
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

export const customerJobs = {
  "close-contract-months": closeContractMonths,
  "watch-protections": watchProtections,
  /** CROA-6: the hold ends with the window, at midnight where the customer is. */
  "release-service-holds": {
    schedule: { every_ms: 5 * minuteMs },
    run: async (context, { now }) =>
      each(context, await listContractsPastWindow(context.db, now, batch), (id) =>
        inTransaction(context.db, async (db) => {
          const contract = await findContract(db, id);
          if (contract === null) return false;
          return releaseContract(db, id, contract.customerId, { actor: systemActor, now });
        }),
      ),
  },
  /** CROA-7: copies that could not be handed over at the signing. */
  "give-contract-copies": {
    schedule: { every_ms: minuteMs },
    run: async (context) =>
      each(context, await listUndeliveredContracts(context.db, batch), async (id) => {
        const packet = await storeContractPacket(context, id);
        if (packet === null) return false;
        return inTransaction(context.db, (db) => recordContractCopies(context, db, id, packet));
      }),
  },
  "expire-contract-offers": {
    schedule: { every_ms: 15 * minuteMs },
    run: async (context, { now }) =>
      each(context, await listExpiredOffers(context.db, now, batch), (id) =>
        inTransaction(context.db, (db) => expireOffer(db, id, { actor: systemActor, now })),
      ),
  },
  "expire-consents": {
    schedule: { every_ms: hourMs },
    run: async (context, { now }) =>
      each(context, await listExpiredConsents(context.db, now, batch), ({ id, customerId, kind, version }) =>
        inTransaction(context.db, async (db) => {
          await lockCustomer(db, customerId);
          if (!(await endConsent(db, id))) return false;
          await recordChange(db, systemActor, {
            type: "consent.expired.v1",
            data: { customer_id: customerId, kind, version },
            customerId,
            object: { type: "consent", id },
            at: now,
          });
          return true;
        }),
      ),
  },
  "drop-abandoned-uploads": {
    schedule: { every_ms: hourMs },
    run: async (context, { now }) => {
      const abandoned = await listAbandonedUploads(context.db, new Date(now.getTime() - hourMs), batch);
      return each(context, abandoned, (document) => dropDocument(context, document, now));
    },
  },
  /** GLB-5: what is no evidence goes two years after the customer left. */
  "dispose-documents": {
    schedule: { daily_at: "04:00" },
    run: async (context, { now }) => {
      const before = new Date(now);
      before.setUTCFullYear(before.getUTCFullYear() - retentionYears.customer);
      const unneeded = await listUnneededDocuments(context.db, before, batch);
      return each(context, unneeded, (document) => dropDocument(context, document, now));
    },
  },
  /** GLB-5: those who only asked are forgotten after two years; consents and calls are kept for five (TSR-4). */
  "purge-leads": {
    schedule: { daily_at: "04:15" },
    run: async ({ db }, { now }) => {
      const before = (years: number) => {
        const date = new Date(now);
        date.setUTCFullYear(date.getUTCFullYear() - years);
        return date;
      };
      const done = await purgeLeads(db, {
        before: before(retentionYears.customer),
        recordsBefore: before(retentionYears.tsr),
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
  /** Normally each step activates by itself; this catches what came together at the same moment. */
  "activate-ready-customers": {
    schedule: { every_ms: 5 * minuteMs },
    run: async (context, { now }) =>
      each(context, await listPendingCustomerIds(context.db, batch), (id) =>
        inTransaction(context.db, async (db) => {
          const missing = await activateIfReady(db, id, { actor: systemActor, now });
          return missing?.length === 0;
        }),
      ),
  },
  /** PRIV-2: a week before an answer is due where the consumer is, once. */
  "remind-of-privacy-requests": {
    schedule: { daily_at: "13:00" },
    run: async (context, { now }) => {
      const latest = addDays(dateInZone(now, firstUsZone), reminderDays);
      const due = await listPrivacyRequestsDue(context.db, latest, batch);
      return each(context, due, ({ id, customerId, kind, answerBy }) =>
        inTransaction(context.db, async (db) => {
          await lockCustomer(db, customerId);
          const today = await dateOfCustomer(db, customerId, now);
          if (answerBy > addDays(today, reminderDays)) return false;
          if (!(await markPrivacyReminded(db, id, today))) return false;
          await recordChange(db, systemActor, {
            type: "privacy.due_soon.v1",
            data: { customer_id: customerId, privacy_request_id: id, kind, answer_by: answerBy },
            customerId,
            object: { type: "privacy_request", id },
            at: now,
            visible: false,
          });
          return true;
        }),
      );
    },
  },
  /** After the wrapping key was changed: every customer gets a new data key under the new one. */
  "rewrap-data-keys": {
    schedule: { daily_at: "03:30" },
    run: async (context) => {
      const ids = await listCustomersNotUnderKey(context.db, context.keys.currentKeyId, batch);
      return each(context, ids, (id) =>
        inTransaction(context.db, async (db) => {
          await lockCustomer(db, id);
          return rewrapCustomer(context, db, id);
        }),
      );
    },
  },
  /** GLB-5: six years after the last contract the data key is destroyed and a tombstone stays; a legal hold wins. */
  "dispose-customers": {
    schedule: { daily_at: "04:30" },
    run: async (context, { now }) => {
      const before = new Date(now);
      before.setUTCFullYear(before.getUTCFullYear() - retentionYears.croa_evidence);
      return each(context, await listDisposableCustomerIds(context.db, before, batch), async (id) => {
        for (const { objectKey } of await listKeptDocuments(context.db, id)) {
          await destroyObject(context.objects, objectKey);
        }
        return inTransaction(context.db, async (db) => {
          const customer = await lockCustomer(db, id);
          if (customer === null || customer.legalHold) return false;
          customerMachine.assertEdge(customer.status, "disposed");
          await disposeCustomer(db, id, now);
          await recordChange(db, systemActor, {
            type: "customer.disposed.v1",
            data: { customer_id: id },
            customerId: id,
            object: { type: "customer", id },
            at: now,
            before: { status: customer.status },
            after: { status: "disposed" },
          });
          return true;
        });
      });
    },
  },
} satisfies Record<string, Job<CustomerContext>>;
