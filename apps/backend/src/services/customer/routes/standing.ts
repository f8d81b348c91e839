import { lastUsZone } from "@horizon/calendar";
import { contractStatuses, customerStanding, letterIdentity } from "@horizon/contracts/backend";
import { appendAudit } from "@horizon/db/backend";
import { findCurrentAddress, findCustomer, findNewestContract } from "@horizon/db/customer";
import { z } from "zod";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { listValidConsents } from "../move-customer.ts";
import { problem } from "../problems.ts";
import { openSealedField } from "../vault.ts";

const { serviceRoute } = routesOf<CustomerContext>();
const params = z.strictObject({ customerId: z.uuid() });
/** A draft was shown to nobody, so nothing follows from it. */
const shown = contractStatuses.filter((status) => status !== "draft");

/** What the other services may know of a customer. */
export const standingRoutes = [
  serviceRoute({
    callers: [
      "auth-service",
      "credit-service",
      "dispute-service",
      "billing-service",
      "notification-service",
      "worker-service",
    ],
    method: "get",
    path: "/internal/customers/:customerId/standing",
    operationId: "getStanding",
    summary: "Where a customer stands in law, now",
    params,
    responses: { 200: customerStanding },
    handler: async ({ db, clock }, request) => {
      const customer = await findCustomer(db, request.params.customerId);
      if (customer === null) throw commonProblems.problem("resource.not_found");
      const [address, contract, consents] = await Promise.all([
        findCurrentAddress(db, customer.id),
        findNewestContract(db, customer.id, shown),
        listValidConsents(db, customer.id, clock.now()),
      ]);
      return {
        status: 200,
        body: {
          customer_id: customer.id,
          user_id: customer.userId,
          agent_user_id: customer.agentUserId,
          status: customer.status,
          state: contract?.state ?? address?.state ?? null,
          // A contract keeps the zone in which it was made, wherever the customer moves.
          zone: contract?.zone ?? address?.zone ?? lastUsZone,
          contract:
            contract === null
              ? null
              : {
                  contract_id: contract.id,
                  status: contract.status,
                  sale_channel: contract.saleChannel,
                  signed_on: contract.signedOn,
                  cancel_deadline: contract.cancelDeadline,
                  cancel_deadline_at: contract.cancelDeadlineAt?.toISOString() ?? null,
                  service_not_before: contract.serviceNotBefore,
                  promised_end: contract.promisedEnd,
                  monthly_statement: contract.monthlyStatement,
                  lines: contract.lines.map(({ id, kind, description, unitPriceCents, quantity }) => ({
                    line_id: id,
                    kind,
                    description,
                    unit_price_cents: unitPriceCents,
                    quantity,
                  })),
                },
          consents: {
            report_access: consents.has("report_access"),
            esign: consents.has("esign"),
            marketing_email: consents.has("marketing_email"),
          },
          identity_verified: customer.identityVerifiedAt !== null,
          ssn_on_file: customer.ssnOnFile,
        },
      };
    },
  }),
  serviceRoute({
    callers: ["dispute-service"],
    method: "get",
    path: "/internal/customers/:customerId/letter-identity",
    operationId: "getLetterIdentity",
    summary: "What a letter shows of its sender",
    params,
    responses: { 200: letterIdentity },
    problems: ["address.missing"],
    handler: async (context, request) => {
      const { db } = context;
      const customer = await findCustomer(db, request.params.customerId);
      if (customer === null) throw commonProblems.problem("resource.not_found");
      const address = await findCurrentAddress(db, customer.id);
      if (address === null) throw problem("address.missing");
      const last4 = await openSealedField(context, db, customer.id, "ssnLast4Encrypted");
      const birthDate = await openSealedField(context, db, customer.id, "birthDateEncrypted");
      await appendAudit(db, "customer", {
        actor: request.principal.service,
        actorRole: "service",
        onBehalfOf: customer.id,
        action: "letter_identity.read",
        objectType: "customer",
        objectId: customer.id,
        requestId: request.requestId,
      });
      const { line1, line2, city, state, postalCode } = address;
      return {
        status: 200,
        body: {
          first_name: customer.firstName,
          last_name: customer.lastName,
          address: { line1, line2, city, state, postal_code: postalCode },
          ssn_last4: last4,
          birth_year: birthDate === null ? null : Number(birthDate.slice(0, 4)),
        },
      };
    },
  }),
];
