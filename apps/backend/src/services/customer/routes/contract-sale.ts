import { saleChannels } from "@horizon/contracts/backend";
import { updateContract } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { routesOf } from "../../../platform/route.ts";
import { assertDisclosed, assertEsign } from "../assert-disclosed.ts";
import { assertOfferable } from "../assert-offerable.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject } from "../contract-life.ts";
import { readTerms } from "../domain/contract-terms.ts";
import { mayMoveSaleChannel } from "../domain/sale-channel.ts";
import { assertVersion, lockVisibleContract } from "../find-visible.ts";
import { contractMachine } from "../machines.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { contractParams, contractView, viewContract } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const offerMs = 14 * 24 * 60 * 60_000;

/** How a contract is offered, and how it was sold. */
export const contractSaleRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "post",
    path: "/v1/contracts/:contractId/offer",
    operationId: "offerContract",
    summary: "Offers a draft for signature",
    description:
      "The statement of rights must have been acknowledged, and electronic documents consented to. An offer stands for 14 days.",
    tags: ["contracts"],
    ifMatch: "required",
    params: contractParams,
    responses: { 200: contractView },
    problems: ["croa.disclosure_missing", "esign.consent_required", "contract.invalid"],
    handler: async ({ clock }, request) => {
      const { principal, db, params, ifMatch } = request;
      const { contract } = await lockVisibleContract(db, principal, params.contractId);
      assertVersion(contract, ifMatch);
      contractMachine.assertEdge(contract.status, "offered");
      const now = clock.now();
      if (contract.delivery === "electronic") await assertEsign(db, contract.customerId, now);
      const disclosure = await assertDisclosed(db, contract.customerId, now);
      const terms = readTerms(contract.terms);
      assertOfferable(terms);
      const changed = await updateContract(db, contract.id, {
        status: "offered",
        offeredAt: now,
        offerExpiresAt: new Date(now.getTime() + offerMs),
        disclosureId: disclosure.id,
      });
      await recordChange(db, actorOf(request), {
        type: "contract.offered.v1",
        data: contractData(contract),
        customerId: contract.customerId,
        object: contractObject(contract),
        at: now,
        before: { status: contract.status },
        after: { status: "offered" },
      });
      return { status: 200, body: viewContract(changed, terms), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance", "admin"] },
    method: "post",
    path: "/v1/contracts/:contractId/sale-channel",
    operationId: "changeSaleChannel",
    summary: "Corrects how the contract was sold",
    tags: ["contracts"],
    ifMatch: "required",
    params: contractParams,
    body: z.strictObject({ sale_channel: z.enum(saleChannels), reason: z.string().trim().min(5).max(300) }),
    responses: { 200: contractView },
    problems: ["tsr.channel_locked"],
    handler: async ({ clock }, request) => {
      const { principal, body, db, params, ifMatch } = request;
      const { contract } = await lockVisibleContract(db, principal, params.contractId);
      assertVersion(contract, ifMatch);
      const { saleChannel: from } = contract;
      const to = body.sale_channel;
      if (!mayMoveSaleChannel(principal.role, from, to)) throw problem("tsr.channel_locked");
      const changed = await updateContract(db, contract.id, { saleChannel: to });
      await recordChange(db, actorOf(request), {
        type: "contract.sale_channel_changed.v1",
        data: { ...contractData(contract), from, to },
        customerId: contract.customerId,
        object: contractObject(contract),
        at: clock.now(),
        reason: body.reason,
        visible: false,
      });
      return { status: 200, body: viewContract(changed, readTerms(changed.terms)), etag: changed.version };
    },
  }),
];
