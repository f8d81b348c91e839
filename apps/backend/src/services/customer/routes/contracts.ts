import { dateInZone } from "@horizon/calendar";
import { saleChannels } from "@horizon/contracts/backend";
import type { Json } from "@horizon/db";
import { appendAudit } from "@horizon/db/backend";
import {
  createContract,
  findCurrentAddress,
  findDocument,
  findNewestContract,
  hasSalesCall,
  listContracts,
  listStateRules,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { newId, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import { assertOfferable } from "../assert-offerable.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject, todayOf } from "../contract-life.ts";
import { hashTerms, readTerms, writeContractTerms } from "../domain/contract-terms.ts";
import { findPlan } from "../domain/plans.ts";
import { channelAfterCall } from "../domain/sale-channel.ts";
import { resolveStateTerms } from "../domain/state-rules.ts";
import { getVisibleContract, getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { packetOf } from "../give-contract-copies.ts";
import { moveCustomer } from "../move-customer.ts";
import { renderContractPacket } from "../pdf/contract-packet.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { contractParams, contractView, customerParams, viewContract } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const readers = ["customer", "agent", "compliance", "billing", "admin", "auditor"] as const;

export const contractRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/contracts",
    operationId: "createContract",
    summary: "Drafts a contract for a plan",
    description:
      "Customers draft for themselves, as an online sale. The staff says how it was sold; a logged sales call makes it `mixed`.",
    tags: ["contracts"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      plan: z.string().min(1).max(50),
      sale_channel: z.enum(saleChannels).optional(),
      /** `paper` is entered by the staff. */
      delivery: z.enum(["electronic", "paper"]).default("electronic"),
    }),
    responses: { 201: contractView },
    problems: [
      "plan.unknown",
      "address.missing",
      "state.not_serviceable",
      "contract.open",
      "contract.invalid",
    ],
    handler: async ({ clock, company }, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const plan = findPlan(body.plan);
      if (plan === null) throw problem("plan.unknown");
      const open = await findNewestContract(db, customer.id, ["draft", "offered", "signed", "in_force"]);
      if (open !== null)
        throw problem("contract.open", { members: { contract_id: publicIdOf("ctr", open.id) } });
      const address = await findCurrentAddress(db, customer.id);
      if (address === null) throw problem("address.missing");

      const now = clock.now();
      const today = dateInZone(now, address.zone);
      const state = resolveStateTerms(await listStateRules(db, address.state), address.state, today);
      if (!state.serviceable) throw problem("state.not_serviceable", { members: { state: address.state } });
      const terms = writeContractTerms(plan, state, company);
      assertOfferable(terms);

      // A customer cannot vouch for how it was sold; what they start themselves is online until a call is on record.
      const said = principal.role === "customer" ? "online" : (body.sale_channel ?? "unknown");
      const saleChannel = (await hasSalesCall(db, customer.id)) ? channelAfterCall(said) : said;
      const actor = actorOf(request);
      if (customer.status !== "pending") await moveCustomer(db, customer, { to: "pending" }, { actor, now });
      const contract = await createContract(db, {
        id: newId(),
        customerId: customer.id,
        planCode: plan.code,
        saleChannel,
        state: address.state,
        zone: address.zone,
        terms: terms as unknown as Json,
        termsSha256: hashTerms(terms),
        totalCents: terms.totalCents,
        durationDays: terms.durationDays,
        cancelBusinessDays: terms.cancelBusinessDays,
        monthlyStatement: state.monthlyStatement,
        delivery: principal.role === "customer" ? "electronic" : body.delivery,
        createdBy: principal.userId,
        createdAt: now,
        lines: terms.lines.map((line) => ({ id: newId(), ...line })),
      });
      await recordChange(db, actor, {
        type: "contract.drafted.v1",
        data: contractData(contract),
        customerId: customer.id,
        object: contractObject(contract),
        at: now,
        after: { status: "draft" },
      });
      const shown = viewContract(contract, terms);
      return { status: 201, body: shown, etag: contract.version, location: `/v1/contracts/${shown.id}` };
    },
  }),
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/customers/:customerId/contracts",
    operationId: "listContracts",
    summary: "Contracts, newest first",
    tags: ["contracts"],
    params: customerParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(contractView) },
    handler: async ({ db, cursors }, { params, principal, query }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const { limit } = query;
      const list = `contracts ${customer.id}`;
      const cursor = cursors.read(query.cursor, list);
      const rows = await listContracts(db, { customerId: customer.id, cursor, limit });
      const view = (row: (typeof rows)[number]) => viewContract(row, readTerms(row.terms));
      return { status: 200, body: cursors.page(rows, { limit, list, view }) };
    },
  }),
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/contracts/:contractId",
    operationId: "getContract",
    summary: "One contract",
    tags: ["contracts"],
    params: contractParams,
    responses: { 200: contractView },
    handler: async ({ db }, { params, principal }) => {
      const { contract } = await getVisibleContract(db, principal, params.contractId);
      return { status: 200, body: viewContract(contract, readTerms(contract.terms)), etag: contract.version };
    },
  }),
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/contracts/:contractId/packet",
    operationId: "getContractPacket",
    summary: "The contract, the statement of rights and two notices of cancellation, as one PDF",
    description:
      "Before the signature it is marked as an offer, with the dates that a signature today would give.",
    tags: ["contracts"],
    produces: "application/pdf",
    params: contractParams,
    responses: { 200: null },
    handler: async ({ db, clock, objects }, request) => {
      const { params, principal } = request;
      const { contract, customer } = await getVisibleContract(db, principal, params.contractId);
      const stored =
        contract.packetDocumentId === null ? null : await findDocument(db, contract.packetDocumentId);
      const name = `${customer.firstName} ${customer.lastName}`;
      const bytes =
        stored === null
          ? (
              await renderContractPacket(
                packetOf(contract, name, todayOf(contract, clock.now()), contract.signature),
              )
            ).bytes
          : await objects.get(stored.objectKey);
      await appendAudit(db, "customer", {
        ...actorOf(request),
        onBehalfOf: customer.id,
        action: "contract_packet.read",
        objectType: "contract",
        objectId: contract.id,
      });
      return { status: 200, bytes, contentType: "application/pdf", fileName: "contract.pdf" };
    },
  }),
];
