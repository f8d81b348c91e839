import { dateInZone } from "@horizon/calendar";
import {
  addAddress,
  findNewestContract,
  listAddresses,
  listStateRules,
  listStoredDocumentIds,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, newId } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { withdrawContract } from "../contract-life.ts";
import { resolveStateTerms } from "../domain/state-rules.ts";
import { findZone, isState } from "../domain/state-zones.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { addressView, customerParams, personText, viewAddress } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

export const addressRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/addresses",
    operationId: "addAddress",
    summary: "Says where the customer lives from now on",
    description:
      "All legal dates are in the zone of this address. Without `zone` it is the zone of the state whose days end last. A signed contract keeps its own; an offer for another state or zone is withdrawn.",
    tags: ["customers"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      line1: personText(100),
      line2: personText(100).nullable().default(null),
      city: personText(100),
      state: z.string().refine(isState, "must be a state or territory of the US"),
      postal_code: z.string().regex(/^\d{5}(-\d{4})?$/, "must be a ZIP code"),
      zone: z.string().max(50).optional(),
      proof_document_id: idIn("doc").optional(),
    }),
    responses: { 201: addressView },
    problems: ["state.not_serviceable", "address.zone_invalid"],
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const zone = findZone(body.state, body.zone);
      if (zone === null) throw problem("address.zone_invalid");
      const now = clock.now();
      const terms = resolveStateTerms(
        await listStateRules(db, body.state),
        body.state,
        dateInZone(now, zone),
      );
      if (!terms.serviceable) throw problem("state.not_serviceable", { members: { state: body.state } });
      const proof = body.proof_document_id ?? null;
      if (proof !== null && (await listStoredDocumentIds(db, customer.id, [proof])).length === 0) {
        throw problem("identity.documents_missing");
      }
      const address = await addAddress(
        db,
        {
          id: newId(),
          customerId: customer.id,
          line1: body.line1,
          line2: body.line2,
          city: body.city,
          state: body.state,
          postalCode: body.postal_code,
          zone,
          proofDocumentId: proof,
        },
        now,
      );
      const actor = actorOf(request);
      const offer = await findNewestContract(db, customer.id, ["draft", "offered"]);
      if (offer !== null && (offer.state !== address.state || offer.zone !== address.zone)) {
        // It was written for the law and the zone of another place.
        await withdrawContract(db, offer, "address_changed", { actor, now });
      }
      await recordChange(db, actor, {
        type: "customer.address_changed.v1",
        data: { customer_id: customer.id, state: address.state },
        customerId: customer.id,
        object: { type: "customer", id: customer.id },
        at: now,
      });
      return { status: 201, body: viewAddress(address) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "billing", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/addresses",
    operationId: "listAddresses",
    summary: "Addresses, the current one first",
    tags: ["customers"],
    params: customerParams,
    responses: { 200: z.strictObject({ data: z.array(addressView) }) },
    handler: async (_context, { principal, db, params }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      return { status: 200, body: { data: (await listAddresses(db, customer.id)).map(viewAddress) } };
    },
  }),
];
