import { inTransaction } from "@horizon/db";
import { addPaymentMethod, listPaymentMethods, removePaymentMethod } from "@horizon/db/billing";
import { isAppError } from "@horizon/errors";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { recordChange } from "../record-change.ts";
import { paymentMethodView, viewPaymentMethod } from "../views.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];
const customerParams = z.strictObject({ customerId: idIn("cus") });

export const paymentMethodRoutes = [
  userRoute({
    access: { roles: ["customer"], stepUp: true },
    method: "post",
    path: "/v1/customers/:customerId/payment-methods",
    operationId: "addPaymentMethod",
    summary: "Saves a card",
    description:
      "`token` comes from the payment provider's form in the browser; card numbers are never sent here. Nothing is charged or reserved.",
    tags,
    idempotency: "required",
    // The provider is asked first; the same key is the same card there, however often it is sent.
    transaction: "none",
    params: customerParams,
    body: z.strictObject({
      token: z.string().regex(/^pm_\w{3,100}$/, "must be a payment method token of the provider"),
    }),
    responses: { 201: paymentMethodView },
    problems: ["payment.declined"],
    handler: async (context, request) => {
      const { params, principal, requestId, body, idempotencyKey } = request;
      await authorizeCustomer(context, principal, params.customerId, requestId);
      const [known] = await listPaymentMethods(context.db, params.customerId);
      const card = await context.provider.saveCard({
        token: body.token,
        payerRef: known?.payerRef ?? null,
        customerId: params.customerId,
        key: `card-${params.customerId}-${idempotencyKey}`,
      });
      const method = await inTransaction(context.db, async (db) => {
        const added = await addPaymentMethod(db, { customerId: params.customerId, ...card });
        await recordChange(db, {
          actor: actorOf(request),
          event: "payment_method.added.v1",
          data: { customer_id: params.customerId, payment_method_id: added.id },
          objectType: "payment_method",
          objectId: added.id,
        });
        return added;
      }).catch(async (error: unknown) => {
        // Sent twice at once, or again after the answer was lost: it is the same card.
        const saved = isAppError(error, "CONFLICT")
          ? await listPaymentMethods(context.db, params.customerId)
          : [];
        const same = saved.find(({ providerRef }) => providerRef === card.providerRef);
        if (same === undefined) throw error;
        return same;
      });
      return { status: 201, body: viewPaymentMethod(method) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "billing", "admin"] },
    method: "get",
    path: "/v1/customers/:customerId/payment-methods",
    operationId: "listPaymentMethods",
    summary: "Saved cards; the first is the one that is charged",
    tags,
    params: customerParams,
    responses: { 200: z.strictObject({ data: z.array(paymentMethodView) }) },
    handler: async (context, { params, db, principal, requestId }) => {
      await authorizeCustomer(context, principal, params.customerId, requestId);
      return {
        status: 200,
        body: { data: (await listPaymentMethods(db, params.customerId)).map(viewPaymentMethod) },
      };
    },
  }),
  userRoute({
    access: { roles: ["customer"], stepUp: true },
    method: "delete",
    path: "/v1/customers/:customerId/payment-methods/:methodId",
    operationId: "removePaymentMethod",
    summary: "Forgets a card",
    tags,
    params: z.strictObject({ customerId: idIn("cus"), methodId: idIn("pmt") }),
    responses: { 204: null },
    handler: async (context, request) => {
      const { params, db, principal, requestId } = request;
      await authorizeCustomer(context, principal, params.customerId, requestId);
      const method = { id: params.methodId, customerId: params.customerId };
      if (!(await removePaymentMethod(db, method, context.clock.now()))) {
        throw commonProblems.problem("resource.not_found", { detail: publicIdOf("pmt", params.methodId) });
      }
      await recordChange(db, {
        actor: actorOf(request),
        event: "payment_method.removed.v1",
        data: { customer_id: params.customerId, payment_method_id: params.methodId },
        objectType: "payment_method",
        objectId: params.methodId,
      });
      return { status: 204 };
    },
  }),
];
