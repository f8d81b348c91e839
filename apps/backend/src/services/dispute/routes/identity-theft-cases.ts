import type { DisputeGround } from "@horizon/contracts/backend";
import { appendEvent } from "@horizon/db/backend";
import { createIdentityTheftCase, lockDisputeItems } from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { evidenceKinds } from "../domain/grounds.ts";
import { findPacketGaps } from "../domain/identity-theft-packet.ts";
import { prefixes } from "../ids.ts";
import { audit, moveBy } from "../moves.ts";
import { problem } from "../problems.ts";
import { line } from "./inputs.ts";

const { userRoute } = routesOf<DisputeContext>();

const openCase = userRoute({
  access: { roles: ["customer"], stepUp: true },
  method: "post",
  path: "/v1/customers/:customerId/identity-theft-cases",
  operationId: "openIdentityTheftCase",
  summary: "Put together what a block of identity theft needs",
  description:
    "Proof of identity, an identity theft report, the items, and the customer's signed statement that they are not theirs (FCRA-16). A packet that lacks one is refused, and what it lacks is named.",
  tags: ["Identity theft"],
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  body: z.strictObject({
    item_ids: z.array(idIn(prefixes.item)).max(20).default([]),
    documents: z
      .array(z.strictObject({ document_id: idIn(prefixes.document), kind: z.enum(evidenceKinds) }))
      .max(20)
      .default([]),
    statement: z
      .strictObject({ not_my_transactions: z.boolean(), signed_name: line(100) })
      .nullable()
      .default(null),
  }),
  idempotency: "required",
  responses: {
    201: z.strictObject({
      id: idOut(prefixes.identityTheftCase),
      item_ids: z.array(idOut(prefixes.item)),
      created_at: z.string(),
    }),
  },
  problems: ["dispute.kind_not_allowed", "fcra.605b_incomplete"],
  handler: async (context, request) => {
    const { params, principal, body, db, requestId } = request;
    await authorizeCustomer(context, principal, params.customerId, requestId);
    const itemIds = [...new Set(body.item_ids)];
    const items = await lockDisputeItems(db, itemIds);
    if (items.length < itemIds.length || items.some((item) => item.customerId !== params.customerId)) {
      throw commonProblems.problem("resource.not_found");
    }
    const gaps = findPacketGaps({
      grounds: items.map(({ ground }) => ground as DisputeGround),
      documents: body.documents.map(({ kind }) => kind),
      statementSigned: body.statement?.not_my_transactions === true,
    });
    if (gaps.length > 0) {
      const errors = gaps.map(({ pointer, code, detail }) => ({ pointer, code, detail }));
      throw problem("fcra.605b_incomplete", { errors });
    }
    const now = context.clock.now();
    const opened = await createIdentityTheftCase(db, {
      customerId: params.customerId,
      itemIds,
      documents: body.documents.map(({ document_id, kind }) => ({ documentId: document_id, kind })),
      statementName: body.statement?.signed_name ?? "",
      statementAt: now,
      createdBy: principal.userId,
    });
    await appendEvent(db, "dispute", {
      type: "idtheft_case.opened.v1",
      aggregateType: "identity_theft_case",
      aggregateId: opened.id,
      data: { customer_id: params.customerId, case_id: opened.id },
      requestId,
    });
    await audit(moveBy(request), {
      action: "idtheft_case.open",
      objectType: "identity_theft_case",
      objectId: opened.id,
    });
    return {
      status: 201,
      body: {
        id: publicIdOf(prefixes.identityTheftCase, opened.id),
        item_ids: itemIds.map((id) => publicIdOf(prefixes.item, id)),
        created_at: opened.createdAt.toISOString(),
      },
    };
  },
});

export const identityTheftRoutes = [openCase];
