import type { PrivacyRequest } from "@horizon/db/customer";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { privacyKinds } from "../domain/privacy-clocks.ts";
import { civilDate, instant } from "./views.ts";

export const requestParams = z.strictObject({ privacyRequestId: idIn("prv") });

export const requestView = z.strictObject({
  id: idOut("prv"),
  customer_id: idOut("cus"),
  kind: z.enum(privacyKinds),
  status: z.string(),
  received_on: civilDate,
  confirm_by: civilDate.nullable(),
  confirmed_at: instant.nullable(),
  answer_by: civilDate,
  decided_at: instant.nullable(),
  /** What was given, what is exempt, what is kept and until when. */
  outcome: z.unknown(),
});

export function viewRequest(request: PrivacyRequest): z.input<typeof requestView> {
  return {
    id: publicIdOf("prv", request.id),
    customer_id: publicIdOf("cus", request.customerId),
    kind: request.kind,
    status: request.status,
    received_on: request.receivedOn,
    confirm_by: request.confirmBy,
    confirmed_at: request.confirmedAt?.toISOString() ?? null,
    answer_by: request.answerBy,
    decided_at: request.decidedAt?.toISOString() ?? null,
    outcome: request.outcome ?? null,
  };
}
