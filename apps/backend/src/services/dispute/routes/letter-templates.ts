import { appendEvent } from "@horizon/db/backend";
import {
  createLetterTemplate,
  deleteLetterTemplate,
  findLetterTemplate,
  listLetterTemplates,
  lockLetterTemplate,
  updateLetterTemplate,
} from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems, type ProblemError } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { letterKinds } from "../domain/letter-kinds.ts";
import type { LintFinding } from "../domain/letter-lint.ts";
import { prefixes } from "../ids.ts";
import { tryTemplate } from "../letters/try-template.ts";
import { audit, moveBy } from "../moves.ts";
import { problem } from "../problems.ts";
import { assertFresh } from "./authorize.ts";
import { letterTemplateView, toLetterTemplateView } from "./letter-template-view.ts";

const { userRoute } = routesOf<DisputeContext>();
const tags = ["Letter templates"];
const params = z.strictObject({ templateId: idIn(prefixes.template) });
const body = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u, "must not hold control characters");

function lintProblem(findings: readonly LintFinding[]): ProblemError {
  const errors = findings.map(({ code, detail }) => ({ pointer: "/body", code, detail }));
  const rule = findings[0]?.rule;
  return problem("letter.lint", { errors, ...(rule ? { rule } : {}) });
}

const createTemplate = userRoute({
  access: { roles: ["compliance"] },
  method: "post",
  path: "/v1/letter-templates",
  operationId: "createLetterTemplate",
  summary: "Draft the next version of a letter",
  tags,
  body: z.strictObject({ kind: z.enum(letterKinds), body }),
  idempotency: "required",
  responses: { 201: letterTemplateView },
  handler: async (_context, request) => {
    const { db, principal } = request;
    const template = await createLetterTemplate(db, { ...request.body, createdBy: principal.userId });
    await audit(moveBy(request), {
      action: "template.create",
      objectType: "letter_template",
      objectId: template.id,
    });
    const location = `/v1/letter-templates/${publicIdOf(prefixes.template, template.id)}`;
    return { status: 201, body: toLetterTemplateView(template), etag: template.version, location };
  },
});

const listTemplates = userRoute({
  access: { roles: ["compliance", "agent", "admin", "auditor"] },
  method: "get",
  path: "/v1/letter-templates",
  operationId: "listLetterTemplates",
  summary: "Letter templates, all versions",
  tags,
  query: z.strictObject({ ...pageQuery, kind: z.enum(letterKinds).optional() }),
  responses: { 200: pageOf(letterTemplateView) },
  handler: async (context, { query, db }) => {
    const list = `letter-templates:${query.kind ?? "all"}`;
    const cursor = context.cursors.read(query.cursor, list);
    const rows = await listLetterTemplates(db, { kind: query.kind, cursor, limit: query.limit });
    return {
      status: 200,
      body: context.cursors.page(rows, { limit: query.limit, list, view: toLetterTemplateView }),
    };
  },
});

const getTemplate = userRoute({
  access: { roles: ["compliance", "agent", "admin", "auditor"] },
  method: "get",
  path: "/v1/letter-templates/:templateId",
  operationId: "getLetterTemplate",
  summary: "One version of a letter",
  tags,
  params,
  responses: { 200: letterTemplateView },
  handler: async (_context, { params: { templateId }, db }) => {
    const template = await findLetterTemplate(db, templateId);
    if (template === null) throw commonProblems.problem("resource.not_found");
    return { status: 200, body: toLetterTemplateView(template), etag: template.version };
  },
});

const updateTemplate = userRoute({
  access: { roles: ["compliance"] },
  method: "patch",
  path: "/v1/letter-templates/:templateId",
  operationId: "updateLetterTemplate",
  summary: "Change a draft",
  tags,
  params,
  body: z.strictObject({ body }),
  ifMatch: "required",
  responses: { 200: letterTemplateView },
  problems: ["template.in_use"],
  handler: async (_context, request) => {
    const held = await lockLetterTemplate(request.db, request.params.templateId);
    assertFresh(held, request.ifMatch);
    if (held.state !== "draft") throw problem("template.in_use");
    const template = await updateLetterTemplate(request.db, held.id, { body: request.body.body });
    await audit(moveBy(request), {
      action: "template.update",
      objectType: "letter_template",
      objectId: template.id,
    });
    return { status: 200, body: toLetterTemplateView(template), etag: template.version };
  },
});

const testTemplate = userRoute({
  access: { roles: ["compliance"] },
  method: "post",
  path: "/v1/letter-templates/:templateId/test-render",
  operationId: "testLetterTemplate",
  summary: "Try a template with a sample",
  tags,
  params,
  responses: {
    200: z.strictObject({
      text: z.string().nullable(),
      reason: z.string().nullable(),
      findings: z.array(
        z.strictObject({ code: z.string(), rule: z.string().nullable(), detail: z.string() }),
      ),
    }),
  },
  handler: async (_context, { params: { templateId }, db }) => {
    const template = await findLetterTemplate(db, templateId);
    if (template === null) throw commonProblems.problem("resource.not_found");
    const { text, reason, findings } = tryTemplate(template);
    return { status: 200, body: { text, reason, findings: findings.map((finding) => ({ ...finding })) } };
  },
});

const publishTemplate = userRoute({
  access: { roles: ["compliance"] },
  method: "post",
  path: "/v1/letter-templates/:templateId/publish",
  operationId: "publishLetterTemplate",
  summary: "Let letters be made of a version; its words are fixed from then on",
  tags,
  params,
  ifMatch: "required",
  responses: { 200: letterTemplateView },
  problems: ["letter.lint", "letter.template_broken"],
  handler: async (context, request) => {
    const { db, requestId } = request;
    const held = await lockLetterTemplate(db, request.params.templateId);
    assertFresh(held, request.ifMatch);
    if (held.state !== "draft") {
      throw commonProblems.problem("state.invalid_transition", { detail: "Only a draft is published." });
    }
    const tried = tryTemplate(held);
    if (tried.reason !== null) throw problem("letter.template_broken", { detail: tried.reason });
    if (tried.findings.length > 0) throw lintProblem(tried.findings);
    const template = await updateLetterTemplate(db, held.id, {
      state: "published",
      publishedAt: context.clock.now(),
    });
    await appendEvent(db, "dispute", {
      type: "template.published.v1",
      aggregateType: "letter_template",
      aggregateId: template.id,
      data: { template_id: template.id, version: template.number },
      requestId,
    });
    await audit(moveBy(request), {
      action: "template.publish",
      objectType: "letter_template",
      objectId: template.id,
    });
    return { status: 200, body: toLetterTemplateView(template), etag: template.version };
  },
});

const removeTemplate = userRoute({
  access: { roles: ["compliance"] },
  method: "delete",
  path: "/v1/letter-templates/:templateId",
  operationId: "deleteLetterTemplate",
  summary: "Delete a draft, or retire a published version",
  tags,
  params,
  ifMatch: "required",
  responses: { 200: letterTemplateView, 204: null },
  problems: ["template.in_use"],
  handler: async (_context, request) => {
    const { db } = request;
    const held = await lockLetterTemplate(db, request.params.templateId);
    assertFresh(held, request.ifMatch);
    const move = moveBy(request);
    const note = { objectType: "letter_template", objectId: held.id };
    if (held.state === "draft") {
      await deleteLetterTemplate(db, held.id);
      await audit(move, { action: "template.delete", ...note });
      return { status: 204 };
    }
    if (held.state === "retired") throw problem("template.in_use", { detail: "It is retired already." });
    const template = await updateLetterTemplate(db, held.id, { state: "retired" });
    await audit(move, { action: "template.retire", ...note });
    return { status: 200, body: toLetterTemplateView(template), etag: template.version };
  },
});

export const letterTemplateRoutes = [
  createTemplate,
  listTemplates,
  getTemplate,
  updateTemplate,
  testTemplate,
  publishTemplate,
  removeTemplate,
];
