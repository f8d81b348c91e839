import { bureaus } from "@horizon/contracts/backend";
import {
  createRound,
  findIdentityTheftCase,
  lockDisputeItems,
  releaseRoundItems,
  updateRound,
} from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { countWords, letterKinds, statementMaxWords } from "../domain/letter-kinds.ts";
import { bureauAddresses, type Recipient, recipientKey } from "../domain/recipients.ts";
import { findRoundObstacle } from "../domain/round-gate.ts";
import { prefixes } from "../ids.ts";
import { announceRound, audit, moveBy, moveItem, moveRound } from "../moves.ts";
import { problem } from "../problems.ts";
import { toGatedItem } from "../rounds/gated-item.ts";
import { assertServiceAllowed, todayOf } from "../service-guard.ts";
import { assertFresh, roundOf } from "./authorize.ts";
import { legalDate, line, postalAddress, toAddress } from "./inputs.ts";
import { roundView, toRoundView } from "./round-view.ts";

const { userRoute } = routesOf<DisputeContext>();
const tags = ["Rounds"];
const params = z.strictObject({ roundId: idIn(prefixes.round) });

const recipientInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bureau"), bureau: z.enum(bureaus) }),
  z.strictObject({
    kind: z.enum(["furnisher", "collector", "reseller"]),
    name: line(40),
    address: postalAddress,
  }),
]);

function toRecipient(input: z.output<typeof recipientInput>): Recipient {
  if (input.kind === "bureau") return bureauAddresses[input.bureau];
  return { kind: input.kind, bureau: null, name: input.name, address: toAddress(input.address) };
}

const createRoundRoute = userRoute({
  access: { roles: ["customer", "agent"] },
  method: "post",
  path: "/v1/customers/:customerId/rounds",
  operationId: "createRound",
  summary: "Put attested items into one mailing to one recipient",
  tags,
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  body: z.strictObject({
    kind: z.enum(letterKinds).default("bureau_dispute"),
    recipient: recipientInput,
    item_ids: z.array(idIn(prefixes.item)).min(1).max(20),
    /** For a statement of dispute. */
    statement: line(1_000).optional(),
    /** For a validation letter: date of the collector's notice. */
    validation_notice_on: legalDate.optional(),
  }),
  idempotency: "required",
  responses: { 201: roundView },
  problems: [
    "contract.not_in_force",
    "croa.service_hold",
    "customer.not_active",
    "dispute.ground_not_allowed",
    "dispute.item_not_attested",
    "dispute.kind_not_allowed",
    "dispute.not_obsolete",
    "dispute.recipient_mismatch",
    "dispute.recipient_not_allowed",
    "dispute.round_open",
    "dispute.statement_too_long",
    "dispute.too_many_items",
    "fcra.605b_incomplete",
  ],
  handler: async (context, request) => {
    const { params: path, principal, body, db, requestId } = request;
    const { customerId } = path;
    const standing = await authorizeCustomer(context, principal, customerId, requestId);
    const today = todayOf(context, standing);
    assertServiceAllowed(standing, today);
    const itemIds = [...new Set(body.item_ids)];
    if (itemIds.length > context.env.ROUND_ITEMS_MAX) throw problem("dispute.too_many_items");
    const items = await lockDisputeItems(db, itemIds);
    // An item of somebody else is as unknown as none.
    if (items.length < itemIds.length || items.some((item) => item.customerId !== customerId)) {
      throw commonProblems.problem("resource.not_found");
    }
    const recipient = toRecipient(body.recipient);
    const packet = body.kind === "block_605b" ? await findIdentityTheftCase(db, customerId, itemIds) : null;
    const obstacle = findRoundObstacle({
      kind: body.kind,
      recipientKind: recipient.kind,
      bureau: recipient.bureau,
      statement: body.statement ?? null,
      items: items.map(toGatedItem),
      packetComplete: packet !== null,
      today,
    });
    if (obstacle !== null) throw problem(obstacle.code, obstacle.rule ? { rule: obstacle.rule } : {});
    const round = await createRound(db, {
      customerId,
      agentUserId: standing.agent_user_id,
      zone: standing.zone,
      kind: body.kind,
      recipientKey: recipientKey(recipient),
      recipient,
      annualFree: items.some(({ sourceReportKind }) => sourceReportKind === "annual_free"),
      statement: body.statement ?? null,
      validationNoticeOn: body.validation_notice_on ?? null,
      identityTheftCase: packet?.id ?? null,
      createdBy: principal.userId,
      itemIds,
    });
    const move = moveBy(request);
    await announceRound(move, round, null);
    await audit(move, { action: "round.create", objectType: "round", objectId: round.id });
    for (const item of items) {
      await moveItem(move, item, "in_round", { roundsCount: item.roundsCount + 1 }, { roundId: round.id });
    }
    const location = `/v1/rounds/${publicIdOf(prefixes.round, round.id)}`;
    return { status: 201, body: toRoundView(round), etag: round.version, location };
  },
});

const getRound = userRoute({
  access: { roles: ["customer", "agent", "compliance", "admin", "auditor"] },
  method: "get",
  path: "/v1/rounds/:roundId",
  operationId: "getRound",
  summary: "One round",
  tags,
  params,
  responses: { 200: roundView },
  handler: async (context, request) => {
    const { row } = await roundOf.read(context, request, request.params.roundId);
    return { status: 200, body: toRoundView(row), etag: row.version };
  },
});

const updateRoundRoute = userRoute({
  access: { roles: ["agent"] },
  method: "patch",
  path: "/v1/rounds/:roundId",
  operationId: "updateRound",
  summary: "Change a draft, or give it up",
  description: "A round that is given up (`state: closed`) leaves its items attested, for another round.",
  tags,
  params,
  body: z
    .strictObject({
      state: z.literal("closed"),
      statement: line(1_000),
      validation_notice_on: legalDate,
      recipient_address: postalAddress,
    })
    .partial(),
  ifMatch: "required",
  responses: { 200: roundView },
  problems: ["dispute.round_not_draft", "dispute.statement_too_long", "dispute.recipient_mismatch"],
  handler: async (context, request) => {
    const { body, db } = request;
    const { row } = await roundOf.hold(context, request, request.params.roundId);
    assertFresh(row, request.ifMatch);
    if (row.state !== "draft") throw problem("dispute.round_not_draft");
    const move = moveBy(request);
    if (body.state === "closed") {
      const closed = await moveRound(move, row, "closed");
      for (const item of await lockDisputeItems(
        db,
        row.items.map(({ itemId }) => itemId),
      )) {
        await moveItem(move, item, "attested", { roundsCount: item.roundsCount - 1 }, { roundId: row.id });
      }
      await releaseRoundItems(db, row.id);
      return { status: 200, body: toRoundView(closed), etag: closed.version };
    }
    if (body.statement && countWords(body.statement) > statementMaxWords) {
      throw problem("dispute.statement_too_long");
    }
    if (body.recipient_address && row.recipient.bureau !== null) {
      throw problem("dispute.recipient_mismatch", { detail: "Addresses of bureaus are fixed." });
    }
    const round = await updateRound(db, row.id, {
      ...(body.statement === undefined ? {} : { statement: body.statement }),
      ...(body.validation_notice_on === undefined ? {} : { validationNoticeOn: body.validation_notice_on }),
      ...(body.recipient_address === undefined
        ? {}
        : { recipient: { ...row.recipient, address: toAddress(body.recipient_address) } }),
    });
    await audit(move, {
      action: "round.update",
      objectType: "round",
      objectId: round.id,
      details: { members: Object.keys(body) },
    });
    return { status: 200, body: toRoundView(round), etag: round.version };
  },
});

export const roundRoutes = [createRoundRoute, getRound, updateRoundRoute];
