import type { Db } from "@horizon/db";
import { findPublishedTemplate } from "@horizon/db/notification";
import { Liquid } from "liquidjs";
import type { MessageCategory } from "./domain/categories.ts";
import {
  defaultTemplates,
  type MessageTemplate,
  type TemplateKey,
  type TemplateVariable,
} from "./domain/default-templates.ts";

const engine = new Liquid({ strictVariables: true, ownPropertyOnly: true });

/** The text that counts now: the newest that was published, or the one that comes with the program. */
export async function findTemplate(db: Db, key: TemplateKey): Promise<MessageTemplate> {
  const published = await findPublishedTemplate(db, key);
  if (published === null) return defaultTemplates[key];
  return { ...published, category: published.category as MessageCategory };
}

/** @throws when the text uses a variable that is not given. */
export async function renderTemplate(
  { subject, body }: Pick<MessageTemplate, "subject" | "body">,
  variables: Partial<Record<TemplateVariable, string>>,
): Promise<{ subject: string; text: string }> {
  return {
    subject: String(await engine.parseAndRender(subject, variables)),
    text: String(await engine.parseAndRender(body, variables)),
  };
}
