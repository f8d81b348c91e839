import { dateInZone } from "@horizon/calendar";
import { userContact } from "@horizon/contracts/backend";
import { appendEvent } from "@horizon/db/backend";
import {
  endMessage,
  findEarlyReturn,
  findMessage,
  findSuppression,
  getPreference,
  markMessageReturned,
} from "@horizon/db/notification";
import { z } from "zod";
import type { Consumers } from "../../../platform/events.ts";
import { internalPath } from "../../../platform/internal-path.ts";
import type { NotificationContext } from "../context.ts";
import { isMutable } from "../domain/categories.ts";
import { isTemplateKey, type TemplateKey } from "../domain/default-templates.ts";
import { findTemplate, renderTemplate } from "../find-template.ts";
import { tellReturned } from "../tell-returned.ts";

type Outcome =
  | { readonly state: "sent"; readonly providerRef: string; readonly templateVersion: number }
  | { readonly state: "suppressed" | "failed"; readonly failure: string };

/** Messages that were queued before 2026-11-30 hold no date. */
const messageVars = z.object({ date: z.string().optional() });

/** Writes and sends a queued e-mail. The address is asked for now, and kept nowhere. */
export const sendMessage: NonNullable<Consumers<NotificationContext>["message.queued.v1"]> = {
  async act(context, { event }): Promise<Outcome | null> {
    const message = await findMessage(context.db, event.data.message_id);
    if (message === null || message.state !== "queued") return null;
    if (!isTemplateKey(message.templateKey)) return { state: "failed", failure: "template.unknown" };
    const contact = await context.services["auth-service"].find(
      internalPath`/internal/users/${message.userId}/contact`,
      userContact,
      { requestId: event.request_id ?? undefined },
    );
    if (contact === null) return { state: "failed", failure: "user.unknown" };
    if (contact.disabled) return { state: "suppressed", failure: "user.disabled" };
    const refusal = await findRefusal(context, message, contact.email);
    if (refusal !== null) return { state: "suppressed", failure: refusal };
    return send(context, {
      to: contact.email,
      userId: message.userId,
      key: message.templateKey,
      category: message.category,
      date: messageVars.parse(message.vars).date ?? dateInZone(message.createdAt, "UTC"),
    });
  },
  async record({ clock, metrics }, { db, event }, outcome) {
    if (outcome === null) return;
    const result = outcome as Outcome;
    const ended = await endMessage(
      db,
      event.data.message_id,
      result.state === "sent" ? { ...result, sentAt: clock.now() } : result,
    );
    if (!ended) return;
    metrics.count("messages", { outcome: result.state });
    await appendEvent(db, "notification", {
      type: `message.${result.state}.v1`,
      aggregateType: "message",
      aggregateId: event.data.message_id,
      data: event.data,
    });
    if (result.state !== "sent") return;
    // SES may have told of a bounce before this was noted.
    const early = await findEarlyReturn(db, result.providerRef);
    const returned = early && (await markMessageReturned(db, result.providerRef, early));
    if (early && returned) await tellReturned(db, returned, early);
  },
};

/** MAIL-1, MAIL-2: why nothing may be sent there, or null. */
async function findRefusal(
  { db, keys }: NotificationContext,
  { userId, category }: { userId: string; category: string },
  address: string,
): Promise<string | null> {
  const suppression = await findSuppression(db, keys.hashAddress(address));
  if (suppression !== null && (suppression.scope === "all" || category === "marketing")) {
    return `address.${suppression.reason}`;
  }
  if (isMutable(category) && (await getPreference(db, userId)).muted.includes(category))
    return "preference.muted";
  return null;
}

async function send(
  { db, email, env, keys }: NotificationContext,
  {
    to,
    userId,
    key,
    category,
    date,
  }: { to: string; userId: string; key: TemplateKey; category: string; date: string },
): Promise<Outcome> {
  const template = await findTemplate(db, key);
  const unsubscribe = `${env.PUBLIC_API_URL}/v1/unsubscribe/${keys.signUnsubscribe(userId, category)}`;
  const { subject, text } = await renderTemplate(template, {
    portal_url: env.PORTAL_URL,
    postal_address: env.POSTAL_ADDRESS,
    unsubscribe_url: unsubscribe,
    date,
  });
  // RFC 8058; only what may be refused says how.
  const headers: Record<string, string> = isMutable(category)
    ? { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
    : {};
  const providerRef = await email.send({
    to,
    subject,
    text,
    headers: { ...headers, "X-Horizon-Category": category },
  });
  return { state: "sent", providerRef, templateVersion: template.version };
}
