import { letterIdentity } from "@horizon/contracts/backend";
import {
  createLetter,
  findIdentityTheftCase,
  getLetterPdf,
  getPublishedTemplate,
  lockDisputeItems,
  markTemplateUsed,
} from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { internalPath } from "../../../platform/internal-path.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import type { LetterKind } from "../domain/letter-kinds.ts";
import { lintLetter } from "../domain/letter-lint.ts";
import type { RecipientKind } from "../domain/recipients.ts";
import { prefixes } from "../ids.ts";
import { composeMerge } from "../letters/compose-letter.ts";
import { type LetterMerge, letterMerge } from "../letters/letter-merge.ts";
import { renderLetterPdf } from "../letters/letter-pdf.ts";
import { mergeTemplate } from "../letters/merge-template.ts";
import { roundMachine } from "../machines.ts";
import { announceLetter, audit, moveBy, moveRound } from "../moves.ts";
import { problem } from "../problems.ts";
import { assertServiceAllowed, todayOf } from "../service-guard.ts";
import { letterOf, roundOf } from "./authorize.ts";
import { letterView, toLetterView } from "./letter-view.ts";

const { userRoute } = routesOf<DisputeContext>();
const tags = ["Letters"];
const readers = ["customer", "agent", "compliance", "admin", "auditor"] as const;
const maxPages = 6;

/** @throws ProblemError letter.lint with every finding, or letter.template_broken. */
function mergeAndCheck(
  body: string,
  merge: LetterMerge,
  about: { kind: LetterKind; recipientKind: RecipientKind },
): string {
  const merged = mergeTemplate(body, merge);
  if (!merged.ok) throw problem("letter.template_broken", { detail: merged.reason });
  // What is printed above the text is checked with it.
  const printed = [
    merge.customer.name,
    ...merge.customer.lines,
    merge.recipient.name,
    ...merge.recipient.lines,
  ];
  const findings = lintLetter({ ...about, text: `${printed.join("\n")}\n${merged.text}` });
  const [first] = findings;
  if (first) {
    throw problem("letter.lint", {
      ...(first.rule ? { rule: first.rule } : {}),
      errors: findings.map(({ code, rule, detail }) => ({
        pointer: "/text",
        code,
        detail: rule ? `${detail} (${rule})` : detail,
      })),
    });
  }
  return merged.text;
}

const renderLetter = userRoute({
  access: { roles: ["agent"] },
  method: "post",
  path: "/v1/rounds/:roundId/letters",
  operationId: "renderLetter",
  summary: "Render the letter of a round",
  description:
    "From the newest published template, the customer's verified identity and the attested facts. The letter is there when the answer comes; it is checked, and every finding is named.",
  tags,
  params: z.strictObject({ roundId: idIn(prefixes.round) }),
  body: z.strictObject({}),
  idempotency: "required",
  responses: { 202: letterView },
  problems: [
    "address.undeliverable",
    "contract.not_in_force",
    "croa.service_hold",
    "customer.identity_missing",
    "customer.not_active",
    "letter.lint",
    "letter.template_broken",
  ],
  handler: async (context, request) => {
    const { db, principal, requestId } = request;
    const { row: round, standing } = await roundOf.hold(context, request, request.params.roundId);
    const today = todayOf(context, standing);
    assertServiceAllowed(standing, today);
    roundMachine.assertEdge(round.state, "rendered");
    const identity = await context.services["customer-service"].find(
      internalPath`/internal/customers/${round.customerId}/letter-identity`,
      letterIdentity,
      { requestId },
    );
    if (identity === null) throw problem("customer.identity_missing");
    const itemIds = round.items.map(({ itemId }) => itemId);
    const items = await lockDisputeItems(db, itemIds);
    const packet = round.identityTheftCase
      ? ((await findIdentityTheftCase(db, round.customerId, itemIds))?.documents ?? [])
      : [];
    const template = await getPublishedTemplate(db, round.kind);
    const merge = composeMerge({ round, items, identity, packet, date: today });
    const text = mergeAndCheck(template.body, merge, {
      kind: round.kind as LetterKind,
      recipientKind: round.recipient.kind as RecipientKind,
    });
    const pdf = await renderLetterPdf({ merge, text });
    if (pdf.pages > maxPages) {
      throw problem("letter.lint", { detail: `A letter has at most ${maxPages} pages.` });
    }
    const letter = await createLetter(db, {
      roundId: round.id,
      customerId: round.customerId,
      kind: round.kind,
      templateId: template.id,
      merge,
      text,
      sha256: pdf.sha256,
      pages: pdf.pages,
      authorId: principal.userId,
      pdf: pdf.bytes,
    });
    await markTemplateUsed(db, template.id, context.clock.now());
    const move = moveBy(request);
    await moveRound(move, round, "rendered");
    await announceLetter(move, letter, null);
    await audit(move, {
      action: "letter.render",
      objectType: "letter",
      objectId: letter.id,
      details: { sha256: letter.sha256, template: `${template.kind} ${template.number}` },
    });
    const location = `/v1/letters/${publicIdOf(prefixes.letter, letter.id)}`;
    return { status: 202, body: toLetterView(letter), etag: letter.version, location };
  },
});

/** Who read what of a person is kept (GLB-4). */
const auditRead = (request: Parameters<typeof moveBy>[0], letterId: string) =>
  audit(moveBy(request), { action: "letter.read", objectType: "letter", objectId: letterId });

const getLetter = userRoute({
  access: { roles: readers },
  method: "get",
  path: "/v1/letters/:letterId",
  operationId: "getLetter",
  summary: "One letter",
  tags,
  params: z.strictObject({ letterId: idIn(prefixes.letter) }),
  responses: { 200: letterView },
  handler: async (context, request) => {
    const { row } = await letterOf.read(context, request, request.params.letterId);
    await auditRead(request, row.id);
    return { status: 200, body: toLetterView(row), etag: row.version };
  },
});

const getPdf = userRoute({
  access: { roles: readers, stepUp: true },
  method: "get",
  path: "/v1/letters/:letterId/pdf",
  operationId: "getLetterPdf",
  summary: "The letter as it is mailed; marked as a draft until it is approved",
  tags,
  params: z.strictObject({ letterId: idIn(prefixes.letter) }),
  produces: "application/pdf",
  responses: { 200: null },
  handler: async (context, request) => {
    const { row } = await letterOf.read(context, request, request.params.letterId);
    const draft = row.state === "rendered" || row.state === "cancelled";
    const bytes = draft
      ? (
          await renderLetterPdf({
            merge: letterMerge.parse(row.merge),
            text: row.text,
            watermark: "DRAFT - NOT APPROVED",
          })
        ).bytes
      : await getLetterPdf(request.db, row.id);
    await auditRead(request, row.id);
    const fileName = `letter-${row.id}.pdf`;
    return { status: 200, bytes, contentType: "application/pdf", fileName };
  },
});

export const letterRoutes = [renderLetter, getLetter, getPdf];
