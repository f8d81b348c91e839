import { dateInZone } from "@horizon/calendar";
import { addResultProof, listUnbilledPerformances } from "@horizon/db/billing";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import { assessEligibility } from "../assess-eligibility.ts";
import type { BillingContext } from "../context.ts";
import { isLaterThanSixMonths } from "../domain/tsr-proof.ts";
import { statedFirst, withinTotal } from "../draft-invoice.ts";
import { billingProblems } from "../problems.ts";
import { recordChange } from "../record-change.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];

const eligibilityView = z.strictObject({
  customer_id: idOut("cus"),
  eligible: z.boolean(),
  performances: z.int(),
  checks: z.array(
    z.strictObject({
      code: z.string(),
      rule: z.string().nullable(),
      passed: z.boolean(),
      detail: z.string(),
    }),
  ),
});

export const guardRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "billing", "compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/billing/eligibility",
    operationId: "getEligibility",
    summary: "Whether the customer may be charged now, and why",
    description: "Every condition with its rule of law and its answer, for what is performed and unbilled.",
    tags,
    query: z.strictObject({ customer_id: idIn("cus") }),
    responses: { 200: eligibilityView },
    handler: async (context, { query, db, principal, requestId }) => {
      const standing = await authorizeCustomer(context, principal, query.customer_id, requestId);
      const performed = await listUnbilledPerformances(db, query.customer_id);
      const stated = await statedFirst(db, standing, performed);
      const performances = await withinTotal(db, standing, stated);
      const checks = await assessEligibility(db, { standing, now: context.clock.now(), performances });
      const body = {
        customer_id: publicIdOf("cus", query.customer_id),
        eligible: checks.every(({ passed }) => passed),
        performances: performances.length,
        checks,
      };
      return { status: 200, body };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin"] },
    method: "post",
    path: "/v1/customers/:customerId/result-proofs",
    operationId: "recordResultProof",
    summary: "Records the report that proves a result six months later",
    tags,
    idempotency: "required",
    params: z.strictObject({ customerId: idIn("cus") }),
    body: z.strictObject({
      document_id: idIn("doc"),
      result_on: z.iso.date(),
      issued_on: z.iso.date(),
    }),
    responses: {
      201: z.strictObject({ id: idOut("prf"), result_on: z.iso.date(), issued_on: z.iso.date() }),
    },
    problems: ["contract.missing", "tsr.too_early", "tsr.report_access"],
    handler: async (context, request) => {
      const { params, db, principal, requestId, body } = request;
      const standing = await authorizeCustomer(context, principal, params.customerId, requestId);
      if (standing.contract === null) throw billingProblems.problem("contract.missing");
      if (!standing.consents.report_access) throw billingProblems.problem("tsr.report_access");
      const today = dateInZone(context.clock.now(), standing.zone);
      if (!isLaterThanSixMonths(body.result_on, body.issued_on) || body.issued_on > today) {
        throw billingProblems.problem("tsr.too_early", {
          errors: [
            {
              pointer: "/issued_on",
              code: "tsr.too_early",
              detail: "must be more than six months after result_on, and not in the future",
            },
          ],
        });
      }
      const contractId = standing.contract.contract_id;
      const proof = await addResultProof(db, {
        customerId: params.customerId,
        contractId,
        documentId: body.document_id,
        resultOn: body.result_on,
        issuedOn: body.issued_on,
        recordedBy: principal.userId,
      });
      await recordChange(db, {
        actor: actorOf(request),
        event: "tsr.proof_recorded.v1",
        data: { customer_id: params.customerId, contract_id: contractId, proof_id: proof.id },
        objectType: "result_proof",
        objectId: proof.id,
        details: { result_on: body.result_on, issued_on: body.issued_on },
      });
      return {
        status: 201,
        body: { id: publicIdOf("prf", proof.id), result_on: proof.resultOn, issued_on: proof.issuedOn },
      };
    },
  }),
];
