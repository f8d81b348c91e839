import type { LetterTemplate } from "@horizon/db/dispute";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { type LetterKind, letterKinds } from "../domain/letter-kinds.ts";
import { prefixes } from "../ids.ts";

export const letterTemplateView = z.strictObject({
  id: idOut(prefixes.template),
  kind: z.enum(letterKinds),
  number: z.int(),
  body: z.string(),
  state: z.enum(["draft", "published", "retired"]),
  published_at: z.string().nullable(),
  used_at: z.string().nullable(),
  version: z.int(),
  created_at: z.string(),
});

export function toLetterTemplateView(template: LetterTemplate): z.input<typeof letterTemplateView> {
  return {
    id: publicIdOf(prefixes.template, template.id),
    kind: template.kind as LetterKind,
    number: template.number,
    body: template.body,
    state: template.state,
    published_at: template.publishedAt?.toISOString() ?? null,
    used_at: template.usedAt?.toISOString() ?? null,
    version: template.version,
    created_at: template.createdAt.toISOString(),
  };
}
