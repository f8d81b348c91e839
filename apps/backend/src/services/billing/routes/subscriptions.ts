import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import {
  type BillingSubscription,
  createSubscription,
  findSubscription,
  findSubscriptionById,
  moveSubscription,
} from "@horizon/db/billing";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { subscriptionMachine } from "../domain/machines.ts";
import { billingProblems } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { subscriptionView, viewSubscription } from "../views.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];
const customerParams = z.strictObject({ customerId: idIn("cus") });

async function getSubscription(db: Db, id: string): Promise<BillingSubscription> {
  const subscription = await findSubscriptionById(db, id);
  if (subscription === null) throw commonProblems.problem("resource.not_found");
  return subscription;
}

const edges = {
  pause: { to: "paused", event: "subscription.paused.v1", summary: "Stops billing until it is resumed" },
  resume: { to: "active", event: "subscription.resumed.v1", summary: "Goes on after a pause" },
  cancel: {
    to: "cancelled",
    event: "subscription.cancelled.v1",
    summary: "Ends it, at once and for nothing; what is not performed is never billed",
  },
} as const;

export const subscriptionRoutes = [
  userRoute({
    access: { roles: ["customer", "billing", "admin", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/subscription",
    operationId: "getSubscription",
    summary: "The customer's subscription",
    tags,
    params: customerParams,
    responses: { 200: subscriptionView },
    handler: async (context, { params, db, principal, requestId }) => {
      await authorizeCustomer(context, principal, params.customerId, requestId);
      const subscription = await findSubscription(db, params.customerId);
      if (subscription === null) throw commonProblems.problem("resource.not_found");
      return { status: 200, body: viewSubscription(subscription), etag: subscription.version };
    },
  }),
  userRoute({
    access: { roles: ["customer", "billing", "admin"] },
    method: "post",
    path: "/v1/customers/:customerId/subscription",
    operationId: "createSubscription",
    summary: "Bills a signed contract as its services are performed",
    tags,
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({}),
    responses: { 201: subscriptionView },
    problems: ["contract.missing", "contract.not_in_force", "subscription.exists"],
    handler: async (context, request) => {
      const { params, db, principal, requestId } = request;
      const { contract, zone } = await authorizeCustomer(context, principal, params.customerId, requestId);
      if (contract === null) throw billingProblems.problem("contract.missing");
      if (contract.status !== "signed" && contract.status !== "in_force") {
        throw billingProblems.problem("contract.not_in_force", {
          detail: `The contract is ${contract.status}.`,
        });
      }
      const existing = await findSubscription(db, params.customerId);
      if (existing?.contractId === contract.contract_id) throw billingProblems.problem("subscription.exists");
      const today = dateInZone(context.clock.now(), zone);
      const isOver =
        contract.status === "in_force" &&
        contract.service_not_before !== null &&
        today >= contract.service_not_before;
      const subscription = await createSubscription(db, {
        customerId: params.customerId,
        contractId: contract.contract_id,
        mode: contract.sale_channel === "online" ? "per_performance" : "tsr_six_month",
        state: isOver ? "active" : "awaiting_hold",
      });
      await recordChange(db, {
        actor: actorOf(request),
        event: "subscription.created.v1",
        data: {
          customer_id: params.customerId,
          subscription_id: subscription.id,
          contract_id: subscription.contractId,
        },
        objectType: "subscription",
        objectId: subscription.id,
        details: { mode: subscription.mode },
      });
      return { status: 201, body: viewSubscription(subscription), etag: subscription.version };
    },
  }),
  ...(["pause", "resume", "cancel"] as const).map((verb) =>
    userRoute({
      access: { roles: ["customer", "billing", "admin"] },
      method: "post",
      path: `/v1/subscriptions/:subscriptionId/${verb}`,
      operationId: `${verb}Subscription`,
      summary: edges[verb].summary,
      tags,
      params: z.strictObject({ subscriptionId: idIn("sub") }),
      ifMatch: "required",
      responses: { 200: subscriptionView },
      handler: async (context, request) => {
        const { params, db, principal, requestId, ifMatch } = request;
        const { to, event } = edges[verb];
        const subscription = await getSubscription(db, params.subscriptionId);
        await authorizeCustomer(context, principal, subscription.customerId, requestId);
        if (subscription.version !== ifMatch) throw commonProblems.problem("resource.stale");
        // Resuming is not how a hold ends early.
        if (verb === "resume" && subscription.state === "awaiting_hold") {
          throw commonProblems.problem("state.invalid_transition", { rule: "CROA-6" });
        }
        subscriptionMachine.assertEdge(subscription.state, to);
        const moved = await moveSubscription(db, subscription, to);
        if (moved === null) throw commonProblems.problem("resource.stale");
        await recordChange(db, {
          actor: actorOf(request),
          event,
          data: { customer_id: moved.customerId, subscription_id: moved.id, contract_id: moved.contractId },
          objectType: "subscription",
          objectId: moved.id,
          details: { from: subscription.state, to },
        });
        return { status: 200, body: viewSubscription(moved), etag: moved.version };
      },
    }),
  ),
];
