import type { DisputeGround } from "@horizon/contracts/backend";
import { appendEvent } from "@horizon/db/backend";
import {
  addLetterApproval,
  countSendRequests,
  findRound,
  listGroundsOfRound,
  lockRound,
  updateLetter,
} from "@horizon/db/dispute";
import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { type ApprovalRole, decideApproval } from "../domain/approvals.ts";
import type { LetterKind } from "../domain/letter-kinds.ts";
import { prefixes } from "../ids.ts";
import { letterMerge } from "../letters/letter-merge.ts";
import { letterMachine } from "../machines.ts";
import { advanceLetter } from "../mailing/advance-letter.ts";
import { senderOf } from "../mailing/sender.ts";
import { audit, moveBy, moveLetter, moveRound } from "../moves.ts";
import { problem } from "../problems.ts";
import { takeRoundBack } from "../rounds/advance-round.ts";
import { assertServiceAllowed, todayOf } from "../service-guard.ts";
import { assertFresh, letterOf } from "./authorize.ts";
import { legalDate, line } from "./inputs.ts";
import { letterChannels, letterView, toLetterView } from "./letter-view.ts";

const { userRoute } = routesOf<DisputeContext>();
const tags = ["Letters"];
const params = z.strictObject({ letterId: idIn(prefixes.letter) });
const dayMs = 24 * 60 * 60_000;

const approve = userRoute({
  access: { roles: ["customer", "compliance"] },
  method: "post",
  path: "/v1/letters/:letterId/approve",
  operationId: "approveLetter",
  summary: "Approve a letter",
  description:
    "The customer approves every letter. A letter that asks for an identity-theft block, or rests on a ban of a state, also needs compliance, and not its author.",
  tags,
  params,
  ifMatch: "required",
  responses: { 200: letterView },
  problems: ["letter.already_approved", "letter.approval_not_needed", "letter.own_work"],
  handler: async (context, request) => {
    const { db, principal } = request;
    const { row } = await letterOf.hold(context, request, request.params.letterId);
    assertFresh(row, request.ifMatch);
    letterMachine.assertEdge(row.state, "approved");
    const role: ApprovalRole = principal.role === "customer" ? "customer" : "compliance";
    const grounds = await listGroundsOfRound(db, row.roundId);
    const decision = decideApproval({
      kind: row.kind as LetterKind,
      grounds: grounds as DisputeGround[],
      authorId: row.authorId,
      given: row.approvals.map((approval) => approval.role),
      by: { userId: principal.userId, role },
    });
    if (!decision.ok) throw problem(decision.code);
    await addLetterApproval(db, row.id, { role, approvedBy: principal.userId, sha256: row.sha256 });
    const move = moveBy(request);
    await audit(move, {
      action: "letter.approve",
      objectType: "letter",
      objectId: row.id,
      details: { as: role, sha256: row.sha256 },
    });
    if (!decision.complete) {
      const letter = await updateLetter(db, row.id, {});
      return { status: 200, body: toLetterView(letter), etag: letter.version };
    }
    const letter = await moveLetter(move, row, "approved");
    await moveRound(move, await lockRound(db, row.roundId), "approved");
    return { status: 200, body: toLetterView(letter), etag: letter.version };
  },
});

const send = userRoute({
  access: { roles: ["customer", "agent"], stepUp: true },
  method: "post",
  path: "/v1/letters/:letterId/send",
  operationId: "sendLetter",
  summary: "Have an approved letter mailed",
  description:
    "`certified` and `first_class` go to the mail provider; with `manual` and `portal` a specialist sends it and marks it as mailed.",
  tags,
  params,
  body: z.strictObject({ channel: z.enum(letterChannels).default("certified") }),
  idempotency: "required",
  responses: { 202: letterView },
  problems: [
    "address.undeliverable",
    "contract.not_in_force",
    "croa.service_hold",
    "customer.not_active",
    "letter.daily_limit",
  ],
  handler: async (context, request) => {
    const { db, principal, body } = request;
    const { row, standing } = await letterOf.hold(context, request, request.params.letterId);
    // The same transaction that decides to send: a right to cancel that runs stops it here (CROA-6).
    assertServiceAllowed(standing, todayOf(context, standing));
    letterMachine.assertEdge(row.state, "send_requested");
    if (principal.role === "customer" && (body.channel === "manual" || body.channel === "portal")) {
      throw commonProblems.problem("auth.forbidden", {
        detail: "A specialist sends letters by this channel.",
      });
    }
    const now = context.clock.now();
    const sent = await countSendRequests(db, row.customerId, new Date(now.getTime() - dayMs));
    if (sent >= context.env.LETTERS_PER_DAY_MAX) throw problem("letter.daily_limit");
    const { address } = senderOf(letterMerge.parse(row.merge));
    if (address.line1 === "" || address.postalCode === "") throw problem("address.undeliverable");
    const move = moveBy(request);
    const letter = await moveLetter(move, row, "send_requested", {
      channel: body.channel,
      sendRequestedAt: now,
    });
    await moveRound(move, await lockRound(db, row.roundId), "queued");
    return { status: 202, body: toLetterView(letter), etag: letter.version };
  },
});

const markMailed = userRoute({
  access: { roles: ["agent"] },
  method: "post",
  path: "/v1/letters/:letterId/mark-mailed",
  operationId: "markLetterMailed",
  summary: "Note that a person mailed a letter",
  tags,
  params,
  body: z.strictObject({
    mailed_on: legalDate,
    tracking_number: line(60).optional(),
    proof_document_id: idIn(prefixes.document),
  }),
  idempotency: "required",
  responses: { 200: letterView },
  problems: [
    "contract.not_in_force",
    "croa.service_hold",
    "customer.not_active",
    "letter.future_date",
    "letter.mailed_otherwise",
  ],
  handler: async (context, request) => {
    const { db, body } = request;
    const { row, standing } = await letterOf.hold(context, request, request.params.letterId);
    const today = todayOf(context, standing);
    if (body.mailed_on > today) throw problem("letter.future_date");
    assertServiceAllowed(standing, body.mailed_on);
    const move = moveBy(request);
    const proof = { trackingNumber: body.tracking_number ?? null, proofDocumentId: body.proof_document_id };
    let letter = row;
    if (letter.state === "approved") {
      // Nobody was asked to send it: the request and the mailing are one.
      const now = context.clock.now();
      letter = await moveLetter(move, letter, "send_requested", { channel: "manual", sendRequestedAt: now });
      await moveRound(move, await lockRound(db, letter.roundId), "queued");
    }
    letterMachine.assertEdge(letter.state, "mailed");
    if (letter.channel !== "manual" && letter.channel !== "portal") throw problem("letter.mailed_otherwise");
    letter = await updateLetter(db, letter.id, proof);
    const occurredAt = context.clock.now();
    await advanceLetter(move, letter, { progress: "mailed", occurredAt, on: body.mailed_on, standing });
    const { row: mailed } = await letterOf.read(context, request, letter.id);
    return { status: 200, body: toLetterView(mailed), etag: mailed.version };
  },
});

const cancel = userRoute({
  access: { roles: ["agent"] },
  method: "post",
  path: "/v1/letters/:letterId/cancel",
  operationId: "cancelLetter",
  summary: "Stop a letter that is not in the mail",
  description:
    "202 when the mail provider has it already and is asked to stop it; it may be too late, and then the letter goes its way.",
  tags,
  params,
  idempotency: "required",
  responses: { 200: letterView, 202: letterView },
  problems: ["letter.in_mail"],
  handler: async (context, request) => {
    const { db, requestId } = request;
    const { row } = await letterOf.hold(context, request, request.params.letterId);
    const move = moveBy(request);
    if (row.state === "mailed" || row.state === "in_transit") throw problem("letter.in_mail");
    if (row.state === "accepted_by_mailer") {
      await appendEvent(db, "dispute", {
        type: "letter.cancel_requested.v1",
        aggregateType: "letter",
        aggregateId: row.id,
        data: { customer_id: row.customerId, letter_id: row.id, round_id: row.roundId },
        requestId,
      });
      await audit(move, { action: "letter.cancel_request", objectType: "letter", objectId: row.id });
      return { status: 202, body: toLetterView(row), etag: row.version };
    }
    const letter = await moveLetter(move, row, "cancelled");
    const round = await findRound(db, row.roundId);
    if (round?.state !== "draft") await takeRoundBack(move, row.roundId, { returned: false, task: null });
    return { status: 200, body: toLetterView(letter), etag: letter.version };
  },
});

export const letterActionRoutes = [approve, send, markMailed, cancel];
