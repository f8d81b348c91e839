import { bureaus, disputeGrounds, disputeItemStates } from "@horizon/contracts/backend";
import { createDisputeItem, listDisputeItems, updateDisputeItem } from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { elementKinds, evidenceKinds } from "../domain/grounds.ts";
import { type CheckedContent, findContentObstacle } from "../domain/item-content.ts";
import { prefixes } from "../ids.ts";
import { announceItem, audit, moveBy } from "../moves.ts";
import { problem } from "../problems.ts";
import { todayOf } from "../service-guard.ts";
import { assertFresh, itemOf } from "./authorize.ts";
import { legalDate, line } from "./inputs.ts";
import { itemView, toItemView } from "./item-view.ts";

const { userRoute } = routesOf<DisputeContext>();

const evidence = z
  .array(z.strictObject({ document_id: idIn(prefixes.document), kind: z.enum(evidenceKinds) }))
  .max(20);
const facts = z.array(line(500)).min(1).max(10);
const adverse = z.strictObject({
  kind: z.enum([
    "bankruptcy",
    "suit_or_judgment",
    "paid_tax_lien",
    "collection_or_charge_off",
    "other_adverse",
    "conviction",
  ]),
  since: legalDate,
});

const newItem = z.strictObject({
  bureau: z.enum(bureaus),
  element_kind: z.enum(elementKinds),
  element_id: idIn(prefixes.element).optional(),
  finding_id: idIn(prefixes.finding).optional(),
  group_id: idIn(prefixes.group).optional(),
  label: line(120),
  ground: z.enum(disputeGrounds),
  facts,
  evidence: evidence.default([]),
  accurate_per_customer: z.boolean().default(false),
  adverse: adverse.optional(),
  source_report_id: idIn(prefixes.report).optional(),
  source_report_kind: z.enum(["3b", "1b", "annual_free", "dispute_result"]).optional(),
});

const itemChange = z
  .strictObject({
    label: line(120),
    ground: z.enum(disputeGrounds),
    facts,
    evidence,
    adverse: adverse.nullable(),
    accurate_per_customer: z.boolean(),
  })
  .partial();

function assertContent(content: CheckedContent, today: string): void {
  const obstacle = findContentObstacle(content, today);
  if (obstacle === null) return;
  const { code, ...occurrence } = obstacle;
  throw problem(code, occurrence);
}

const toEvidence = (given: z.output<typeof evidence>) =>
  given.map(({ document_id, kind }) => ({ documentId: document_id, kind }));

const createItem = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/customers/:customerId/dispute-items",
  operationId: "createDisputeItem",
  summary: "Note what is to be disputed",
  description:
    "One reported element at one bureau, on one ground, with the customer's own facts. It goes nowhere before the customer attests it.",
  tags: ["Dispute items"],
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  body: newItem,
  idempotency: "required",
  responses: { 201: itemView },
  problems: ["croa.accurate_item", "dispute.ground_not_allowed", "dispute.not_obsolete", "evidence.missing"],
  handler: async (context, request) => {
    const { params, principal, body, db, requestId } = request;
    const standing = await authorizeCustomer(context, principal, params.customerId, requestId);
    if (body.accurate_per_customer) throw problem("croa.accurate_item");
    assertContent(
      {
        elementKind: body.element_kind,
        ground: body.ground,
        evidence: body.evidence,
        adverse: body.adverse ?? null,
        state: standing.state,
      },
      todayOf(context, standing),
    );
    const item = await createDisputeItem(db, {
      customerId: params.customerId,
      createdBy: principal.userId,
      groupId: body.group_id ?? null,
      bureau: body.bureau,
      elementKind: body.element_kind,
      elementId: body.element_id ?? null,
      findingId: body.finding_id ?? null,
      label: body.label,
      ground: body.ground,
      facts: body.facts,
      evidence: toEvidence(body.evidence),
      adverseKind: body.adverse?.kind ?? null,
      adverseSince: body.adverse?.since ?? null,
      sourceReportId: body.source_report_id ?? null,
      sourceReportKind: body.source_report_kind ?? null,
    });
    const move = moveBy(request);
    await announceItem(move, item, null, null);
    await audit(move, { action: "dispute_item.create", objectType: "dispute_item", objectId: item.id });
    const location = `/v1/dispute-items/${publicIdOf(prefixes.item, item.id)}`;
    return { status: 201, body: toItemView(item), etag: item.version, location };
  },
});

const listItems = userRoute({
  access: { roles: ["customer", "agent", "compliance", "admin", "auditor"] },
  method: "get",
  path: "/v1/customers/:customerId/dispute-items",
  operationId: "listDisputeItems",
  summary: "What is disputed",
  tags: ["Dispute items"],
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(disputeItemStates).optional(),
    bureau: z.enum(bureaus).optional(),
  }),
  responses: { 200: pageOf(itemView) },
  handler: async (context, { params, query, principal, db, requestId }) => {
    await authorizeCustomer(context, principal, params.customerId, requestId);
    const list = `dispute-items:${params.customerId}`;
    const rows = await listDisputeItems(db, {
      customerId: params.customerId,
      states: query.state ? [query.state] : undefined,
      bureau: query.bureau,
      cursor: context.cursors.read(query.cursor, list),
      limit: query.limit,
    });
    return { status: 200, body: context.cursors.page(rows, { limit: query.limit, list, view: toItemView }) };
  },
});

const getItem = userRoute({
  access: { roles: ["customer", "agent", "compliance", "admin", "auditor"] },
  method: "get",
  path: "/v1/dispute-items/:itemId",
  operationId: "getDisputeItem",
  summary: "One item",
  tags: ["Dispute items"],
  params: z.strictObject({ itemId: idIn(prefixes.item) }),
  responses: { 200: itemView },
  handler: async (context, request) => {
    const { row } = await itemOf.read(context, request, request.params.itemId);
    return { status: 200, body: toItemView(row), etag: row.version };
  },
});

const updateItem = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "patch",
  path: "/v1/dispute-items/:itemId",
  operationId: "updateDisputeItem",
  summary: "Change a draft",
  tags: ["Dispute items"],
  params: z.strictObject({ itemId: idIn(prefixes.item) }),
  body: itemChange,
  ifMatch: "required",
  responses: { 200: itemView },
  problems: ["croa.accurate_item", "dispute.ground_not_allowed", "dispute.not_obsolete", "evidence.missing"],
  handler: async (context, request) => {
    const { body, db } = request;
    const { row, standing } = await itemOf.hold(context, request, request.params.itemId);
    assertFresh(row, request.ifMatch);
    if (row.state !== "draft") {
      throw commonProblems.problem("state.invalid_transition", { detail: "Only a draft can be changed." });
    }
    if (body.accurate_per_customer) throw problem("croa.accurate_item");
    const changedAdverse =
      body.adverse === undefined
        ? { kind: row.adverseKind, since: row.adverseSince }
        : { kind: body.adverse?.kind ?? null, since: body.adverse?.since ?? null };
    assertContent(
      {
        elementKind: row.elementKind,
        ground: body.ground ?? row.ground,
        evidence: body.evidence ?? row.evidence,
        adverse: changedAdverse.kind && changedAdverse.since ? changedAdverse : null,
        state: standing.state,
      } as CheckedContent,
      todayOf(context, standing),
    );
    const item = await updateDisputeItem(db, row.id, {
      ...(body.label === undefined ? {} : { label: body.label }),
      ...(body.ground === undefined ? {} : { ground: body.ground }),
      ...(body.facts === undefined ? {} : { facts: body.facts }),
      ...(body.evidence === undefined ? {} : { evidence: toEvidence(body.evidence) }),
      adverseKind: changedAdverse.kind,
      adverseSince: changedAdverse.since,
    });
    await audit(moveBy(request), {
      action: "dispute_item.update",
      objectType: "dispute_item",
      objectId: item.id,
      details: { members: Object.keys(body) },
    });
    return { status: 200, body: toItemView(item), etag: item.version };
  },
});

export const itemRoutes = [createItem, listItems, getItem, updateItem];
