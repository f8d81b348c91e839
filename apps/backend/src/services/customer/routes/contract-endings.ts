import { createCancellationNotice, createSignature, updateContract } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { newId } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import { assertDisclosed, assertEsign } from "../assert-disclosed.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject, releaseIfDue, todayOf, withdrawContract } from "../contract-life.ts";
import { decideCancellation, effectiveNoticeDate, noticeChannels } from "../domain/cancellation.ts";
import { consentTexts } from "../domain/consent-texts.ts";
import { readTerms } from "../domain/contract-terms.ts";
import { lockVisibleContract } from "../find-visible.ts";
import { contractMachine, customerMachine } from "../machines.ts";
import { moveCustomer } from "../move-customer.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { civilDate, contractParams, contractView, personText, viewContract } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

const sameName = (a: string, b: string) => normalise(a) === normalise(b);
const normalise = (name: string) =>
  name.normalize("NFKC").toLocaleLowerCase("en-US").replace(/\s+/g, " ").trim();

/** How contracts are entered and left by the consumer. */
export const contractEndingRoutes = [
  userRoute({
    access: { roles: ["customer"], stepUp: true },
    method: "post",
    path: "/v1/contracts/:contractId/signatures",
    operationId: "signContract",
    summary: "Signs an offer",
    description:
      "`terms_sha256` is that of the offer: what was read is signed, or nothing. The copies follow at once; the right to cancel is counted from them, and its dates are known then.",
    tags: ["contracts"],
    idempotency: "required",
    params: contractParams,
    body: z.strictObject({
      typed_name: personText(200),
      intent: z.literal(true),
      terms_sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    responses: { 201: contractView },
    problems: [
      "croa.disclosure_missing",
      "esign.consent_required",
      "contract.offer_expired",
      "contract.terms_changed",
      "contract.name_differs",
    ],
    handler: async ({ clock }, request) => {
      const { principal, body, db, params, clientAddress, userAgent } = request;
      const { contract, customer } = await lockVisibleContract(db, principal, params.contractId);
      const now = clock.now();
      await assertDisclosed(db, customer.id, now);
      await assertEsign(db, customer.id, now);
      contractMachine.assertEdge(contract.status, "signed");
      if (contract.offerExpiresAt === null || now >= contract.offerExpiresAt)
        throw problem("contract.offer_expired");
      if (body.terms_sha256 !== contract.termsSha256) throw problem("contract.terms_changed");
      if (!sameName(body.typed_name, `${customer.firstName} ${customer.lastName}`)) {
        throw problem("contract.name_differs");
      }
      await createSignature(db, {
        contractId: contract.id,
        typedName: body.typed_name,
        termsSha256: contract.termsSha256,
        signedAt: now,
        signerUserId: principal.userId,
        clientAddress,
        userAgent,
        esignVersion: consentTexts.esign.version,
      });
      const signedOn = todayOf(contract, now);
      const changed = await updateContract(db, contract.id, { status: "signed", signedAt: now, signedOn });
      await recordChange(db, actorOf(request), {
        type: "contract.signed.v1",
        data: { ...contractData(contract), signed_on: signedOn, sale_channel: contract.saleChannel },
        customerId: customer.id,
        object: contractObject(contract),
        at: now,
        before: { status: contract.status },
        after: { status: "signed" },
      });
      return { status: 201, body: viewContract(changed, readTerms(changed.terms)), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "post",
    path: "/v1/contracts/:contractId/cancel",
    operationId: "cancelContract",
    summary: "Ends the contract by the consumer's notice",
    description:
      "No reason is asked for and no second factor. In the window nothing is owed and all is void; after it, only what was performed before. The staff enters notices that came by letter or e-mail, with the postmark or date (`sent_on`): that one counts.",
    tags: ["contracts"],
    idempotency: "required",
    params: contractParams,
    body: z.strictObject({
      channel: z.enum(noticeChannels).default("portal"),
      sent_on: civilDate.optional(),
      received_on: civilDate.optional(),
    }),
    responses: { 200: contractView },
    problems: ["contract.not_cancellable", "notice.date_invalid"],
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const locked = await lockVisibleContract(db, principal, params.contractId);
      const { customer } = locked;
      const now = clock.now();
      const actor = actorOf(request);
      const today = todayOf(locked.contract, now);
      const own = principal.role === "customer";
      // What a customer sends here is sent now; dates are a matter of letters, and of the staff who holds them.
      const receivedOn = own ? today : (body.received_on ?? today);
      const sentOn = own ? null : (body.sent_on ?? null);
      const datesAreSound =
        receivedOn <= today &&
        (sentOn === null || sentOn <= receivedOn) &&
        (!own || (body.sent_on === undefined && body.received_on === undefined && body.channel === "portal"));
      if (!datesAreSound) throw problem("notice.date_invalid");

      const noticeOn = effectiveNoticeDate({ sentOn, receivedOn });
      const effect = decideCancellation(locked.contract, noticeOn);
      if (effect === null)
        throw problem("contract.not_cancellable", { members: { status: locked.contract.status } });
      // The hold may be over without the job having run; to terminate is to leave what is in force.
      const contract =
        effect === "terminated" ? await releaseIfDue(db, locked.contract, { actor, now }) : locked.contract;
      contractMachine.assertEdge(contract.status, effect);
      await createCancellationNotice(db, {
        id: newId(),
        contractId: contract.id,
        channel: body.channel,
        sentOn,
        receivedOn,
        noticeOn,
        effect,
        recordedBy: principal.userId,
        recordedAt: now,
      });
      if (effect === "withdrawn") {
        const withdrawn = await withdrawContract(db, contract, "consumer_notice", { actor, now });
        return {
          status: 200,
          body: viewContract(withdrawn, readTerms(withdrawn.terms)),
          etag: withdrawn.version,
        };
      }
      const changed = await updateContract(db, contract.id, {
        status: effect,
        endedAt: now,
        endReason: "consumer_notice",
      });
      await recordChange(db, actor, {
        type: `contract.${effect}.v1`,
        data: { ...contractData(contract), notice_on: noticeOn },
        customerId: customer.id,
        object: contractObject(contract),
        at: now,
        before: { status: contract.status },
        after: { status: effect },
      });
      if (customerMachine.allows(customer.status, "cancelled")) {
        await moveCustomer(db, customer, { to: "cancelled" }, { actor, now });
      }
      return { status: 200, body: viewContract(changed, readTerms(changed.terms)), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["compliance"] },
    method: "post",
    path: "/v1/contracts/:contractId/void",
    operationId: "voidContract",
    summary: "Declares a contract void for a fault in how it was made",
    description:
      "What the Act demands was missing (15 U.S.C. 1679f): nothing may be billed, and what was paid is owed back.",
    tags: ["contracts"],
    idempotency: "required",
    params: contractParams,
    body: z.strictObject({
      rule: z.enum(["CROA-1", "CROA-2", "CROA-3", "CROA-4", "CROA-7", "CROA-12"]),
      reason: z.string().trim().min(10).max(500),
    }),
    responses: { 200: contractView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const { contract, customer } = await lockVisibleContract(db, principal, params.contractId);
      contractMachine.assertEdge(contract.status, "void");
      const now = clock.now();
      const actor = actorOf(request);
      const changed = await updateContract(db, contract.id, {
        status: "void",
        endedAt: now,
        endReason: body.rule,
      });
      await recordChange(db, actor, {
        type: "contract.voided.v1",
        data: { ...contractData(contract), rule: body.rule },
        customerId: customer.id,
        object: contractObject(contract),
        at: now,
        before: { status: contract.status },
        after: { status: "void" },
        reason: body.reason,
      });
      const wasOpen = ["signed", "in_force"].includes(contract.status);
      if (wasOpen && customerMachine.allows(customer.status, "cancelled")) {
        await moveCustomer(db, customer, { to: "cancelled" }, { actor, now });
      }
      return { status: 200, body: viewContract(changed, readTerms(changed.terms)), etag: changed.version };
    },
  }),
];
