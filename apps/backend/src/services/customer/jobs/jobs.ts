import { addDays, dateInZone, firstUsZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import {
  endConsent,
  findContract,
  listContractsPastWindow,
  listCustomersNotUnderKey,
  listExpiredConsents,
  listExpiredOffers,
  listPendingCustomerIds,
  listPrivacyRequestsDue,
  listUndeliveredContracts,
  lockCustomer,
  markPrivacyReminded,
} from "@horizon/db/customer";
import type { Job } from "../../../platform/jobs.ts";
import type { CustomerContext } from "../context.ts";
import { expireOffer, releaseContract } from "../contract-life.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { recordContractCopies, storeContractPacket } from "../give-contract-copies.ts";
import { activateIfReady } from "../move-customer.ts";
import { recordChange, systemActor } from "../record-change.ts";
import { rewrapCustomer } from "../vault.ts";
import { closeContractMonths } from "./close-contract-months.ts";
import { eachId, eachOf } from "./each.ts";
import { retentionJobs } from "./retention.ts";
import { watchProtections } from "./watch-protections.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const reminderDays = 7;

export const customerJobs = {
  ...retentionJobs,
  "close-contract-months": closeContractMonths,
  "watch-protections": watchProtections,
  /** CROA-6: the hold ends with the window, at midnight where the customer is. */
  "release-service-holds": {
    schedule: { every_ms: 5 * minuteMs },
    run: async (context, { now }) =>
      eachId(
        context,
        (page) => listContractsPastWindow(context.db, now, page),
        (id) =>
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
      eachId(
        context,
        (page) => listUndeliveredContracts(context.db, page),
        async (id) => {
          const packet = await storeContractPacket(context, id);
          if (packet === null) return false;
          return inTransaction(context.db, (db) => recordContractCopies(context, db, id, packet));
        },
      ),
  },
  "expire-contract-offers": {
    schedule: { every_ms: 15 * minuteMs },
    run: async (context, { now }) =>
      eachId(
        context,
        (page) => listExpiredOffers(context.db, now, page),
        (id) => inTransaction(context.db, (db) => expireOffer(db, id, { actor: systemActor, now })),
      ),
  },
  "expire-consents": {
    schedule: { every_ms: hourMs },
    run: async (context, { now }) =>
      eachOf(
        context,
        (page) => listExpiredConsents(context.db, now, page),
        ({ id, customerId, kind, version }) =>
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
  /** Normally each step activates by itself; this catches what came together at the same moment. */
  "activate-ready-customers": {
    schedule: { every_ms: 5 * minuteMs },
    run: async (context, { now }) =>
      eachId(
        context,
        (page) => listPendingCustomerIds(context.db, page),
        (id) =>
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
      const list = (page: { afterId: string | undefined; limit: number }) =>
        listPrivacyRequestsDue(context.db, latest, page);
      return eachOf(context, list, ({ id, customerId, kind, answerBy }) =>
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
    run: async (context) =>
      eachId(
        context,
        (page) => listCustomersNotUnderKey(context.db, context.keys.currentKeyId, page),
        (id) =>
          inTransaction(context.db, async (db) => {
            await lockCustomer(db, id);
            return rewrapCustomer(context, db, id);
          }),
      ),
  },
} satisfies Record<string, Job<CustomerContext>>;
