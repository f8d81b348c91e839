import { timingSafeEqual } from "node:crypto";
import {
  countEsignAttempt,
  createEsignChallenge,
  grantConsent,
  listCurrentConsents,
  markEsignProven,
  withdrawConsent,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { consentKinds, consentLifetimeDays, consentTexts, isConsentValid } from "../domain/consent-texts.ts";
import { esignCodeOf, hashEsignCode } from "../domain/esign-code.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { activateIfReady } from "../move-customer.ts";
import { renderEsignStatement } from "../pdf/esign-statement.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { customerParams, instant } from "./views.ts";

const { userRoute, publicRoute } = routesOf<CustomerContext>();
const challengeMs = 30 * 60_000;
const attemptsMax = 5;
const dayMs = 24 * 60 * 60_000;

const consentView = z.strictObject({
  id: idOut("cns"),
  kind: z.enum(consentKinds),
  version: z.string(),
  granted_at: instant,
  expires_at: instant.nullable(),
  /** Whether it counts today: to today's text, not withdrawn, not run out. */
  valid: z.boolean(),
});

export const consentRoutes = [
  publicRoute({
    method: "get",
    path: "/v1/consent-texts",
    operationId: "listConsentTexts",
    summary: "What consents say",
    tags: ["consents"],
    responses: {
      200: z.strictObject({
        data: z.array(
          z.strictObject({
            kind: z.enum(consentKinds),
            version: z.string(),
            sha256: z.string(),
            heading: z.string(),
            paragraphs: z.array(z.string()),
          }),
        ),
      }),
    },
    handler: async () => ({
      status: 200,
      body: {
        data: consentKinds.map((kind) => {
          const { version, sha256, heading, paragraphs } = consentTexts[kind];
          return { kind, version, sha256, heading, paragraphs: [...paragraphs] };
        }),
      },
    }),
  }),
  userRoute({
    access: { roles: ["customer"] },
    method: "post",
    path: "/v1/customers/:customerId/esign-challenges",
    operationId: "createEsignChallenge",
    summary: "Asks for the statement on electronic documents, with a code in it",
    tags: ["consents"],
    idempotency: "required",
    params: customerParams,
    responses: {
      201: z.strictObject({ id: idOut("esc"), version: z.string(), pdf: z.string(), expires_at: instant }),
    },
    handler: async ({ clock, env }, { principal, db, params }) => {
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const id = newId();
      const challenge = await createEsignChallenge(
        db,
        {
          id,
          customerId: customer.id,
          version: consentTexts.esign.version,
          codeHash: hashEsignCode(esignCodeOf(env.SERVICE_TOKEN_SECRET, id)),
          expiresAt: new Date(now.getTime() + challengeMs),
        },
        now,
      );
      const publicId = publicIdOf("esc", id);
      const pdf = `/v1/customers/${publicIdOf("cus", customer.id)}/esign-challenges/${publicId}/pdf`;
      const { version, expiresAt } = challenge;
      return { status: 201, body: { id: publicId, version, pdf, expires_at: expiresAt.toISOString() } };
    },
  }),
  userRoute({
    access: { roles: ["customer"] },
    method: "get",
    path: "/v1/customers/:customerId/esign-challenges/:challengeId/pdf",
    operationId: "getEsignStatement",
    summary: "The statement as a PDF",
    tags: ["consents"],
    produces: "application/pdf",
    params: z.strictObject({ ...customerParams.shape, challengeId: idIn("esc") }),
    responses: { 200: null },
    handler: async ({ clock, env }, { principal, db, params }) => {
      await getVisibleCustomer(db, principal, params.customerId);
      // The code is derived from the id: one for a challenge that does not exist opens nothing.
      const { bytes } = await renderEsignStatement(
        esignCodeOf(env.SERVICE_TOKEN_SECRET, params.challengeId),
        clock.now(),
      );
      return { status: 200, bytes, contentType: "application/pdf", fileName: "electronic-documents.pdf" };
    },
  }),
  userRoute({
    access: { roles: ["customer"] },
    method: "post",
    path: "/v1/customers/:customerId/consents",
    operationId: "grantConsent",
    summary: "Consents to one of the texts",
    description: "`esign` takes the code that stands in the PDF of the statement.",
    tags: ["consents"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      kind: z.enum(consentKinds),
      version: z.string().max(50),
      text_sha256: z.string().regex(/^[0-9a-f]{64}$/),
      code: z.string().max(40).optional(),
    }),
    responses: { 201: consentView },
    problems: ["consent.text_outdated", "esign.not_proven"],
    handler: async (context, request) => {
      const { principal, body, db, params, clientAddress, userAgent } = request;
      const { kind } = body;
      const text = consentTexts[kind];
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      if (body.version !== text.version || body.text_sha256 !== text.sha256)
        throw problem("consent.text_outdated");
      const now = context.clock.now();
      if (kind === "esign") {
        // On a connection of its own: an attempt counts although this transaction is rolled back.
        const challenge = await countEsignAttempt(context.attempts, customer.id);
        const proven =
          challenge !== null &&
          challenge.version === text.version &&
          challenge.attempts <= attemptsMax &&
          now < challenge.expiresAt &&
          timingSafeEqual(Buffer.from(hashEsignCode(body.code ?? "")), Buffer.from(challenge.codeHash));
        if (!proven) throw problem("esign.not_proven");
        await markEsignProven(db, challenge.id, now);
      }
      const days = consentLifetimeDays[kind];
      const consent = await grantConsent(db, {
        id: newId(),
        customerId: customer.id,
        kind,
        version: text.version,
        textSha256: text.sha256,
        grantedAt: now,
        expiresAt: days === null ? null : new Date(now.getTime() + days * dayMs),
        clientAddress,
        userAgent,
      });
      const actor = actorOf(request);
      await recordChange(db, actor, {
        type: "consent.granted.v1",
        data: { customer_id: customer.id, kind, version: text.version },
        customerId: customer.id,
        object: { type: "consent", id: consent.id },
        at: now,
      });
      await activateIfReady(db, customer.id, { actor, now });
      return { status: 201, body: viewConsent(consent, now) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/consents",
    operationId: "listConsents",
    summary: "The consents given last, by kind",
    tags: ["consents"],
    params: customerParams,
    responses: { 200: z.strictObject({ data: z.array(consentView) }) },
    handler: async ({ clock }, { principal, db, params }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const consents = await listCurrentConsents(db, customer.id);
      return { status: 200, body: { data: consents.map((consent) => viewConsent(consent, clock.now())) } };
    },
  }),
  userRoute({
    access: { roles: ["customer"] },
    method: "delete",
    path: "/v1/customers/:customerId/consents/:kind",
    operationId: "withdrawConsent",
    summary: "Withdraws a consent, at once and for nothing",
    tags: ["consents"],
    params: z.strictObject({ ...customerParams.shape, kind: z.enum(consentKinds) }),
    responses: { 204: null },
    handler: async ({ clock }, request) => {
      const { principal, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const consent = await withdrawConsent(db, customer.id, params.kind, now);
      if (consent === null) throw commonProblems.problem("resource.not_found");
      await recordChange(db, actorOf(request), {
        type: "consent.withdrawn.v1",
        data: { customer_id: customer.id, kind: consent.kind, version: consent.version },
        customerId: customer.id,
        object: { type: "consent", id: consent.id },
        at: now,
      });
      return { status: 204 };
    },
  }),
];

function viewConsent(
  consent: Awaited<ReturnType<typeof listCurrentConsents>>[number],
  now: Date,
): z.input<typeof consentView> {
  return {
    id: publicIdOf("cns", consent.id),
    kind: consent.kind,
    version: consent.version,
    granted_at: consent.grantedAt.toISOString(),
    expires_at: consent.expiresAt?.toISOString() ?? null,
    valid: isConsentValid(consent, now),
  };
}
