import { inTransaction } from "@horizon/db";
import {
  acknowledgeDisclosure,
  createDisclosure,
  findDisclosure,
  findNewestDisclosure,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { currentDisclosure } from "../domain/disclosure.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { listValidConsents } from "../move-customer.ts";
import { renderDisclosure } from "../pdf/contract-packet.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { customerParams, instant, personText } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const disclosureParams = z.strictObject({ ...customerParams.shape, disclosureId: idIn("dis") });

const disclosureView = z.strictObject({
  id: idOut("dis"),
  version: z.string(),
  sha256: z.string(),
  heading: z.string(),
  paragraphs: z.array(z.string()),
  pdf: z.string(),
  delivered_at: instant,
  acknowledged_at: instant.nullable(),
});

export const disclosureRoutes = [
  userRoute({
    access: { roles: ["customer"] },
    method: "get",
    path: "/v1/customers/:customerId/disclosures/current",
    operationId: "getCurrentDisclosure",
    summary: "The statement of the consumer's rights (15 U.S.C. 1679c)",
    description: "The first reading is noted as its delivery.",
    tags: ["contracts"],
    params: customerParams,
    responses: { 200: disclosureView },
    problems: ["esign.consent_required"],
    handler: async (context, request) => {
      const { principal, params } = request;
      await getVisibleCustomer(context.db, principal, params.customerId);
      const disclosure = await inTransaction(context.db, async (db) => {
        const customer = await lockVisibleCustomer(db, principal, params.customerId);
        const found = await findNewestDisclosure(db, customer.id, currentDisclosure.version);
        if (found !== null) return found;
        const now = context.clock.now();
        if (!(await listValidConsents(db, customer.id, now)).has("esign"))
          throw problem("esign.consent_required");
        const delivered = await createDisclosure(db, {
          id: newId(),
          customerId: customer.id,
          version: currentDisclosure.version,
          textSha256: currentDisclosure.sha256,
          deliveredAt: now,
          channel: "portal",
        });
        await recordChange(db, actorOf(request), {
          type: "disclosure.delivered.v1",
          data: { customer_id: customer.id, disclosure_id: delivered.id },
          customerId: customer.id,
          object: { type: "disclosure", id: delivered.id },
          at: now,
        });
        return delivered;
      });
      return { status: 200, body: viewDisclosure(disclosure) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/disclosures/:disclosureId/pdf",
    operationId: "getDisclosurePdf",
    summary: "The statement as a PDF; acknowledged, with the signature",
    tags: ["contracts"],
    produces: "application/pdf",
    params: disclosureParams,
    responses: { 200: null },
    handler: async (_context, { principal, db, params }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const disclosure = await findDisclosure(db, params.disclosureId);
      if (disclosure?.customerId !== customer.id) throw commonProblems.problem("resource.not_found");
      const { typedName, acknowledgedAt, deliveredAt } = disclosure;
      const signed = typedName === null || acknowledgedAt === null ? null : { typedName, at: acknowledgedAt };
      const { bytes } = await renderDisclosure(acknowledgedAt ?? deliveredAt, signed);
      return { status: 200, bytes, contentType: "application/pdf", fileName: "statement-of-rights.pdf" };
    },
  }),
  userRoute({
    access: { roles: ["customer"] },
    method: "post",
    path: "/v1/customers/:customerId/disclosures/:disclosureId/acknowledge",
    operationId: "acknowledgeDisclosure",
    summary: "Acknowledges the receipt of the statement",
    tags: ["contracts"],
    idempotency: "required",
    params: disclosureParams,
    body: z.strictObject({ typed_name: personText(200), text_sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    responses: { 200: disclosureView },
    problems: ["disclosure.outdated", "disclosure.acknowledged"],
    handler: async ({ clock }, request) => {
      const { principal, db, params, body, clientAddress, userAgent } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const found = await findDisclosure(db, params.disclosureId);
      if (found?.customerId !== customer.id) throw commonProblems.problem("resource.not_found");
      if (body.text_sha256 !== currentDisclosure.sha256 || found.textSha256 !== currentDisclosure.sha256) {
        throw problem("disclosure.outdated");
      }
      const now = clock.now();
      const evidence = { acknowledgedAt: now, typedName: body.typed_name, clientAddress, userAgent };
      const disclosure = await acknowledgeDisclosure(db, found.id, evidence);
      if (disclosure === null) throw problem("disclosure.acknowledged");
      await recordChange(db, actorOf(request), {
        type: "disclosure.acknowledged.v1",
        data: { customer_id: customer.id, disclosure_id: disclosure.id },
        customerId: customer.id,
        object: { type: "disclosure", id: disclosure.id },
        at: now,
      });
      return { status: 200, body: viewDisclosure(disclosure) };
    },
  }),
];

function viewDisclosure(
  disclosure: NonNullable<Awaited<ReturnType<typeof findDisclosure>>>,
): z.input<typeof disclosureView> {
  const id = publicIdOf("dis", disclosure.id);
  const { heading, paragraphs } = currentDisclosure;
  return {
    id,
    version: disclosure.version,
    sha256: disclosure.textSha256,
    heading,
    paragraphs: [...paragraphs],
    pdf: `/v1/customers/${publicIdOf("cus", disclosure.customerId)}/disclosures/${id}/pdf`,
    delivered_at: disclosure.deliveredAt.toISOString(),
    acknowledged_at: disclosure.acknowledgedAt?.toISOString() ?? null,
  };
}
