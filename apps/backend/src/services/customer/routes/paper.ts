import type { Db } from "@horizon/db";
import {
  acknowledgeDisclosure,
  type CustomerDocument,
  createDisclosure,
  createSignature,
  lockDocument,
  setDisclosureDocument,
  updateContract,
  updateDocument,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import { assertDisclosed } from "../assert-disclosed.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject, giveCopies, todayOf } from "../contract-life.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { readTerms } from "../domain/contract-terms.ts";
import { currentDisclosure } from "../domain/disclosure.ts";
import { retainUntil } from "../domain/retention.ts";
import { lockVisibleContract, lockVisibleCustomer } from "../find-visible.ts";
import { contractMachine } from "../machines.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import {
  civilDate,
  contractParams,
  contractView,
  customerParams,
  personText,
  viewContract,
} from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

/** For people who want paper (15 U.S.C. 7001(c)(1)(B)(i)): the staff enters what was signed by hand, with the scan as evidence. */
export const paperRoutes = [
  userRoute({
    access: { roles: ["agent", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/paper-disclosures",
    operationId: "recordPaperDisclosure",
    summary: "Notes that the statement of rights was handed over and signed on paper",
    tags: ["contracts"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({ typed_name: personText(200), document_id: idIn("doc") }),
    responses: { 201: z.strictObject({ id: idOut("dis") }) },
    problems: ["identity.documents_missing"],
    handler: async ({ clock }, request) => {
      const { db, params, principal, body, clientAddress, userAgent } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const disclosure = await createDisclosure(db, {
        id: newId(),
        customerId: customer.id,
        version: currentDisclosure.version,
        textSha256: currentDisclosure.sha256,
        deliveredAt: now,
        channel: "paper",
      });
      const today = await dateOfCustomer(db, customer.id, now);
      const scan = await keepScan(db, customer.id, body.document_id, today);
      const evidence = { acknowledgedAt: now, typedName: body.typed_name, clientAddress, userAgent };
      await acknowledgeDisclosure(db, disclosure.id, evidence);
      await setDisclosureDocument(db, disclosure.id, scan.id);
      await recordChange(db, actorOf(request), {
        type: "disclosure.delivered.v1",
        data: { customer_id: customer.id, disclosure_id: disclosure.id },
        customerId: customer.id,
        object: { type: "disclosure", id: disclosure.id },
        at: now,
        reason: "paper",
      });
      return { status: 201, body: { id: publicIdOf("dis", disclosure.id) } };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance"] },
    method: "post",
    path: "/v1/contracts/:contractId/paper-signatures",
    operationId: "recordPaperSignature",
    summary: "Notes that an offer was signed on paper and the copies handed over",
    description: "The right to cancel is counted from the later of the two dates.",
    tags: ["contracts"],
    idempotency: "required",
    params: contractParams,
    body: z.strictObject({
      typed_name: personText(200),
      signed_on: civilDate,
      copies_given_on: civilDate,
      document_id: idIn("doc"),
    }),
    responses: { 201: contractView },
    problems: [
      "croa.disclosure_missing",
      "notice.date_invalid",
      "identity.documents_missing",
      "contract.offer_expired",
    ],
    handler: async ({ clock }, request) => {
      const { db, params, principal, body, clientAddress, userAgent } = request;
      const { contract, customer } = await lockVisibleContract(db, principal, params.contractId);
      const now = clock.now();
      await assertDisclosed(db, customer.id, now);
      contractMachine.assertEdge(contract.status, "signed");
      const { offeredAt } = contract;
      const today = todayOf(contract, now);
      if (
        offeredAt === null ||
        contract.delivery !== "paper" ||
        body.signed_on < todayOf(contract, offeredAt) ||
        body.copies_given_on < body.signed_on ||
        body.copies_given_on > today
      ) {
        throw problem("notice.date_invalid");
      }
      if (contract.offerExpiresAt === null || body.signed_on > todayOf(contract, contract.offerExpiresAt)) {
        throw problem("contract.offer_expired");
      }
      const scan = await keepScan(db, customer.id, body.document_id, today);
      const actor = actorOf(request);
      await createSignature(db, {
        contractId: contract.id,
        typedName: body.typed_name,
        termsSha256: contract.termsSha256,
        signedAt: now,
        signerUserId: customer.userId,
        clientAddress,
        userAgent,
        esignVersion: null,
      });
      const signed = await updateContract(db, contract.id, {
        status: "signed",
        signedAt: now,
        signedOn: body.signed_on,
      });
      await recordChange(db, actor, {
        type: "contract.signed.v1",
        data: { ...contractData(contract), signed_on: body.signed_on, sale_channel: contract.saleChannel },
        customerId: customer.id,
        object: contractObject(contract),
        at: now,
        before: { status: contract.status },
        after: { status: "signed" },
        reason: "paper",
      });
      const copy = { channel: "paper", sha256: scan.sha256, deliveredAt: now, recordedBy: principal.userId };
      const given = await giveCopies(
        db,
        signed,
        [
          { copy: "contract", ...copy },
          { copy: "disclosure", ...copy },
          { copy: "notice_of_cancellation", ...copy },
        ],
        { copiesGivenOn: body.copies_given_on, packetDocumentId: scan.id },
        { actor, now },
      );
      return { status: 201, body: viewContract(given, readTerms(given.terms)), etag: given.version };
    },
  }),
];

/** The scan becomes evidence, kept as long as the law's limits run (CROA-2, CROA-13). */
async function keepScan(
  db: Db,
  customerId: string,
  documentId: string,
  on: string,
): Promise<CustomerDocument> {
  const document = await lockDocument(db, documentId);
  if (document?.customerId !== customerId || document.status !== "stored") {
    throw problem("identity.documents_missing");
  }
  return updateDocument(db, document.id, {
    retentionClass: "croa_evidence",
    retainUntil: retainUntil("croa_evidence", on),
  });
}
