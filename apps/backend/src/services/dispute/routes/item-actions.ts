import { type DisputeGround, disputeGrounds } from "@horizon/contracts/backend";
import { finishDisputeTasks, listRoundsOfItem } from "@horizon/db/dispute";
import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { type ElementKind, type EvidenceKind, evidenceKinds } from "../domain/grounds.ts";
import { findContentObstacle } from "../domain/item-content.ts";
import { findNextRoundObstacle, proposeStrategies, roundBases, strategies } from "../domain/next-round.ts";
import type { AdverseKind } from "../domain/obsolescence.ts";
import { prefixes } from "../ids.ts";
import { itemMachine } from "../machines.ts";
import { moveBy, moveItem } from "../moves.ts";
import { problem } from "../problems.ts";
import { closeRoundIfDone } from "../rounds/advance-round.ts";
import { todayOf } from "../service-guard.ts";
import { assertFresh, itemOf } from "./authorize.ts";
import { line } from "./inputs.ts";
import { itemView, toItemView } from "./item-view.ts";

const { userRoute } = routesOf<DisputeContext>();
const params = z.strictObject({ itemId: idIn(prefixes.item) });
const tags = ["Dispute items"];

const attest = userRoute({
  access: { roles: ["customer"], stepUp: true },
  method: "post",
  path: "/v1/dispute-items/:itemId/attest",
  operationId: "attestDisputeItem",
  summary: "State that the facts are true",
  description: "By the customer alone: nobody else can say so for them (CROA-9).",
  tags,
  params,
  body: z.strictObject({ facts_are_true: z.literal(true) }),
  idempotency: "required",
  responses: { 200: itemView },
  handler: async (context, request) => {
    const { row } = await itemOf.hold(context, request, request.params.itemId);
    const attestedAt = context.clock.now();
    const item = await moveItem(moveBy(request), row, "attested", {
      attestedBy: request.principal.userId,
      attestedAt,
    });
    return { status: 200, body: toItemView(item), etag: item.version };
  },
});

const withdraw = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/dispute-items/:itemId/withdraw",
  operationId: "withdrawDisputeItem",
  summary: "Take an item back before it is sent",
  tags,
  params,
  idempotency: "required",
  responses: { 200: itemView },
  handler: async (context, request) => {
    const { row } = await itemOf.hold(context, request, request.params.itemId);
    const item = await moveItem(moveBy(request), row, "withdrawn");
    return { status: 200, body: toItemView(item), etag: item.version };
  },
});

const requestNextRound = userRoute({
  access: { roles: ["agent", "compliance"] },
  method: "post",
  path: "/v1/dispute-items/:itemId/next-round",
  operationId: "requestNextRound",
  summary: "Dispute an item again",
  description:
    "Needs new evidence, another ground, or a failure of the agency. The customer attests again before anything is sent.",
  tags,
  params,
  body: z.strictObject({
    strategy: z.enum(strategies).exclude(["stop", "cfpb_complaint", "reinsertion_dispute"]),
    basis: z.enum(roundBases),
    ground: z.enum(disputeGrounds).optional(),
    facts: z.array(line(500)).min(1).max(10).optional(),
    evidence: z
      .array(z.strictObject({ document_id: idIn(prefixes.document), kind: z.enum(evidenceKinds) }))
      .max(20)
      .default([]),
  }),
  idempotency: "required",
  responses: { 200: itemView.extend({ proposed_strategies: z.array(z.enum(strategies)) }) },
  problems: [
    "dispute.cure_required",
    "dispute.ground_not_allowed",
    "dispute.next_round_refused",
    "dispute.not_obsolete",
    "dispute.round_limit",
    "evidence.missing",
  ],
  handler: async (context, request) => {
    const { body, principal } = request;
    const { row, standing } = await itemOf.hold(context, request, request.params.itemId);
    itemMachine.assertEdge(row.state, "next_round");
    if (row.outcome === null) throw commonProblems.problem("state.invalid_transition");
    const known = new Set(row.evidence.map(({ documentId }) => documentId));
    const added = body.evidence.filter(({ document_id }) => !known.has(document_id));
    const obstacle = findNextRoundObstacle({
      outcome: row.outcome,
      basis: body.basis,
      hasNewEvidence: added.length > 0,
      hasNewGround: body.ground !== undefined && body.ground !== row.ground,
      roundsCount: row.roundsCount,
      roundsMax: context.env.ITEM_ROUNDS_MAX,
      byCompliance: principal.role === "compliance",
    });
    if (obstacle !== null) throw problem(obstacle);
    const ground = body.ground ?? (row.ground as DisputeGround);
    const evidence = [
      ...row.evidence,
      ...added.map(({ document_id, kind }) => ({ documentId: document_id, kind })),
    ];
    const contentObstacle = findContentObstacle(
      {
        elementKind: row.elementKind as ElementKind,
        ground,
        evidence: evidence as { kind: EvidenceKind }[],
        adverse:
          row.adverseKind && row.adverseSince
            ? { kind: row.adverseKind as AdverseKind, since: row.adverseSince }
            : null,
        state: standing.state,
      },
      todayOf(context, standing),
    );
    if (contentObstacle !== null) {
      const { code, ...occurrence } = contentObstacle;
      throw problem(code, occurrence);
    }
    const move = moveBy(request);
    const item = await moveItem(move, row, "next_round", {
      ground,
      evidence,
      ...(body.facts ? { facts: body.facts } : {}),
      nextStrategy: body.strategy,
      nextBasis: body.basis,
    });
    await finishDisputeTasks(request.db, { kind: "cure_frivolous", itemId: item.id }, context.clock.now());
    await closeLastRound(request.db, move, item.id);
    const proposed_strategies = [...proposeStrategies(row.outcome)];
    return { status: 200, body: { ...toItemView(item), proposed_strategies }, etag: item.version };
  },
});

const close = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/dispute-items/:itemId/close",
  operationId: "closeDisputeItem",
  summary: "End the work on an item",
  description: "A customer who accepts an update resolves the item with the reason `accepted`.",
  tags,
  params,
  body: z.strictObject({
    reason: z.enum(["accepted", "customer_request", "nothing_more_to_do", "duplicate"]),
  }),
  ifMatch: "required",
  responses: { 200: itemView },
  handler: async (context, request) => {
    const { row } = await itemOf.hold(context, request, request.params.itemId);
    assertFresh(row, request.ifMatch);
    const { reason } = request.body;
    if (reason === "accepted" && request.principal.role !== "customer") {
      throw commonProblems.problem("auth.forbidden", { detail: "The customer alone accepts an update." });
    }
    const to = reason === "accepted" ? "resolved" : "closed";
    const move = moveBy(request);
    const item = await moveItem(move, row, to, { closedReason: reason }, { reason });
    await closeLastRound(request.db, move, item.id);
    return { status: 200, body: toItemView(item), etag: item.version };
  },
});

async function closeLastRound(
  db: Parameters<typeof listRoundsOfItem>[0],
  move: Parameters<typeof closeRoundIfDone>[0],
  itemId: string,
): Promise<void> {
  const [last] = await listRoundsOfItem(db, itemId, 1);
  if (last) await closeRoundIfDone(move, last.id);
}

export const itemActionRoutes = [attest, withdraw, requestNextRound, close];
