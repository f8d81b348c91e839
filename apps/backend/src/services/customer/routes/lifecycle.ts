import { findNewestContract, updateContract } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject } from "../contract-life.ts";
import { activationNeeds } from "../domain/activation.ts";
import { assertVersion, lockVisibleCustomer } from "../find-visible.ts";
import { contractMachine, customerMachine } from "../machines.ts";
import { activateIfReady, moveCustomer, suspensionReasons } from "../move-customer.ts";
import { problem } from "../problems.ts";
import { recordChange, systemActor } from "../record-change.ts";
import { customerParams, customerView, viewCustomer } from "./views.ts";

const { userRoute, serviceRoute } = routesOf<CustomerContext>();
const reason = z.string().trim().min(5).max(300);

export const lifecycleRoutes = [
  userRoute({
    access: { roles: ["agent", "billing", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/suspend",
    operationId: "suspendCustomer",
    summary: "Stops new rounds and charges",
    description: "Clocks that run go on, and the customer can still cancel.",
    tags: ["customers"],
    ifMatch: "required",
    params: customerParams,
    body: z.strictObject({ reason: z.enum(suspensionReasons) }),
    responses: { 200: customerView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params, ifMatch } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      assertVersion(customer, ifMatch);
      const doing = { actor: actorOf(request), now: clock.now() };
      const moved = await moveCustomer(db, customer, { to: "suspended", reason: body.reason }, doing);
      return { status: 200, body: viewCustomer(moved, principal), etag: moved.version };
    },
  }),
  userRoute({
    access: { roles: ["agent", "billing", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/resume",
    operationId: "resumeCustomer",
    summary: "Takes a suspended customer back into service",
    tags: ["customers"],
    ifMatch: "required",
    params: customerParams,
    responses: { 200: customerView },
    handler: async ({ clock }, request) => {
      const { principal, db, params, ifMatch } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      assertVersion(customer, ifMatch);
      // A pending customer becomes active by what they did, not by a word of the staff.
      if (customer.status !== "suspended") customerMachine.assertEdge(customer.status, customer.status);
      const doing = { actor: actorOf(request), now: clock.now() };
      const moved = await moveCustomer(db, customer, { to: "active" }, doing);
      return { status: 200, body: viewCustomer(moved, principal), etag: moved.version };
    },
  }),
  userRoute({
    access: { roles: ["agent", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/complete",
    operationId: "completeCustomer",
    summary: "Closes the case: what was promised is done",
    tags: ["customers"],
    ifMatch: "required",
    params: customerParams,
    body: z.strictObject({ reason }),
    responses: { 200: customerView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params, ifMatch } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      assertVersion(customer, ifMatch);
      customerMachine.assertEdge(customer.status, "completed");
      const now = clock.now();
      const actor = actorOf(request);
      const contract = await findNewestContract(db, customer.id, ["in_force"]);
      if (contract !== null) {
        contractMachine.assertEdge(contract.status, "completed");
        await updateContract(db, contract.id, { status: "completed", endedAt: now });
        await recordChange(db, actor, {
          type: "contract.completed.v1",
          data: contractData(contract),
          customerId: customer.id,
          object: contractObject(contract),
          at: now,
          before: { status: contract.status },
          after: { status: "completed" },
          reason: body.reason,
        });
      }
      const moved = await moveCustomer(db, customer, { to: "completed" }, { actor, now });
      return { status: 200, body: viewCustomer(moved, principal), etag: moved.version };
    },
  }),
  serviceRoute({
    callers: ["worker-service"],
    method: "post",
    path: "/internal/customers/:customerId/activate",
    operationId: "activateCustomer",
    summary: "Lets a customer be served, if nothing is missing",
    params: z.strictObject({ customerId: z.uuid() }),
    responses: { 200: z.strictObject({ missing: z.array(z.enum(activationNeeds)) }) },
    handler: async ({ clock }, { db, params }) => {
      const missing = await activateIfReady(db, params.customerId, { actor: systemActor, now: clock.now() });
      if (missing === null || missing.length > 0) {
        throw problem("customer.not_ready", { members: { missing: missing ?? [] } });
      }
      return { status: 200, body: { missing } };
    },
  }),
];
