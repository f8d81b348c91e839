import { listPublishedTemplates, publishTemplate } from "@horizon/db/notification";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { NotificationContext } from "../context.ts";
import { messageCategories } from "../domain/categories.ts";
import {
  defaultTemplates,
  isTemplateKey,
  type TemplateVariable,
  templateVariables,
} from "../domain/default-templates.ts";
import { lintTemplate } from "../domain/lint-template.ts";
import { findTemplate, renderTemplate } from "../find-template.ts";
import { notificationProblems } from "../problems.ts";
import { recordChange } from "../record-change.ts";

const { userRoute } = routesOf<NotificationContext>();
const tags = ["notifications"];

const templateView = z.strictObject({
  key: z.string(),
  version: z.int(),
  category: z.enum(messageCategories),
  subject: z.string(),
  body: z.string(),
});
const text = {
  subject: z.string().trim().min(1).max(150),
  body: z.string().min(1).max(20_000),
};
const samples = Object.fromEntries(templateVariables.map((name) => [name, `[${name}]`])) as Record<
  TemplateVariable,
  string
>;

export const templateRoutes = [
  userRoute({
    access: { roles: ["compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/message-templates",
    operationId: "listMessageTemplates",
    summary: "The texts that count now",
    tags,
    responses: { 200: z.strictObject({ data: z.array(templateView) }) },
    handler: async (_context, { db }) => {
      const published = new Map((await listPublishedTemplates(db)).map((one) => [one.key, one]));
      const data = Object.entries(defaultTemplates).map(([key, template]) => {
        const { version, subject, body } = published.get(key) ?? template;
        return { key, version, category: template.category, subject, body };
      });
      return { status: 200, body: { data } };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/message-templates/:key",
    operationId: "getMessageTemplate",
    summary: "One text",
    tags,
    params: z.strictObject({ key: z.string().max(100) }),
    responses: { 200: templateView },
    handler: async (_context, { db, params: { key } }) => {
      if (!isTemplateKey(key)) throw commonProblems.problem("resource.not_found");
      const { version, category, subject, body } = await findTemplate(db, key);
      return { status: 200, body: { key, version, category, subject, body }, etag: version };
    },
  }),
  userRoute({
    access: { roles: ["compliance"] },
    method: "put",
    path: "/v1/message-templates/:key",
    operationId: "publishMessageTemplate",
    summary: "Publishes a newer text",
    description:
      "The kind of a message cannot be changed. A text that breaks a rule is refused with the rule's id.",
    tags,
    params: z.strictObject({ key: z.string().max(100) }),
    ifMatch: "required",
    body: z.strictObject(text),
    responses: { 200: templateView },
    problems: ["template.lint"],
    handler: async (_context, request) => {
      const {
        db,
        params: { key },
        body,
        ifMatch,
        principal,
      } = request;
      if (!isTemplateKey(key)) throw commonProblems.problem("resource.not_found");
      const current = await findTemplate(db, key);
      if (current.version !== ifMatch) throw commonProblems.problem("resource.stale");
      const { category } = current;
      const findings = lintTemplate({ category, ...body });
      if (findings.length > 0) {
        throw notificationProblems.problem("template.lint", {
          rule: findings[0]?.rule ?? "",
          errors: findings.map(({ rule, detail }) => ({ pointer: "/body", code: rule, detail })),
        });
      }
      const version = current.version + 1;
      await publishTemplate(db, { key, version, category, ...body, publishedBy: principal.userId });
      await recordChange(db, {
        actor: actorOf(request),
        event: "message_template.published.v1",
        data: { key, version },
        objectType: "message_template",
        objectId: principal.userId,
      });
      return { status: 200, body: { key, version, category, ...body }, etag: version };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin"] },
    method: "post",
    path: "/v1/message-templates/:key/preview",
    operationId: "previewMessageTemplate",
    summary: "A text as it would be read, and the rules it breaks",
    tags,
    params: z.strictObject({ key: z.string().max(100) }),
    transaction: "none",
    body: z.strictObject(text),
    responses: {
      200: z.strictObject({
        subject: z.string(),
        text: z.string(),
        findings: z.array(z.strictObject({ rule: z.string(), detail: z.string() })),
      }),
    },
    handler: async (_context, { params: { key }, body }) => {
      if (!isTemplateKey(key)) throw commonProblems.problem("resource.not_found");
      const findings = lintTemplate({ category: defaultTemplates[key].category, ...body });
      const isReadable = findings.every(({ rule }) => rule !== "template" && rule !== "MAIL-3");
      const shown = isReadable
        ? await renderTemplate(body, samples)
        : { subject: body.subject, text: body.body };
      return { status: 200, body: { ...shown, findings } };
    },
  }),
];
