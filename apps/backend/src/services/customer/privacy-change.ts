import type { Db } from "@horizon/db";
import {
  findPrivacyRequestCustomer,
  lockCustomer,
  lockPrivacyRequest,
  type PrivacyRequest,
} from "@horizon/db/customer";
import { commonProblems } from "../../platform/problems.ts";
import { assertVersion } from "./find-visible.ts";

/** Locks the customer first, as everything does: the order keeps any two from waiting for each other. */
export async function lockRequest(db: Db, id: string, ifMatch: number): Promise<PrivacyRequest> {
  const customerId = await findPrivacyRequestCustomer(db, id);
  if (customerId !== null) await lockCustomer(db, customerId);
  const found = await lockPrivacyRequest(db, id);
  if (found === null) throw commonProblems.problem("resource.not_found");
  assertVersion(found, ifMatch);
  return found;
}

/** What `recordChange` is told of every change of a request. */
export function privacyChange(request: PrivacyRequest, at: Date) {
  return {
    data: {
      customer_id: request.customerId,
      privacy_request_id: request.id,
      kind: request.kind,
      answer_by: request.answerBy,
    },
    customerId: request.customerId,
    object: { type: "privacy_request", id: request.id },
    at,
  };
}
