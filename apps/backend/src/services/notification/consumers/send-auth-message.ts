import { authMessage } from "@horizon/contracts/backend";
import { findSuppression } from "@horizon/db/notification";
import { internalPath } from "../../../platform/internal-path.ts";
import type { NotificationContext } from "../context.ts";
import { findTemplate, renderTemplate } from "../find-template.ts";

/**
 * Sends an e-mail with a one-time link: the link is fetched from auth-service, written, and forgotten. Sent again after a crash
 * it is another link, and both work until one is used.
 */
export const sendAuthMessage = {
  async act(
    context: NotificationContext,
    { event }: { event: { data: { message_id: string }; request_id: string | null } },
  ): Promise<null> {
    const { services, db, keys, email, env } = context;
    const path = internalPath`/internal/messages/${event.data.message_id}`;
    const message = await services["auth-service"].find(path, authMessage, {
      requestId: event.request_id ?? undefined,
    });
    // Used, or expired: there is nothing left to say.
    if (message === null) return null;
    const suppression = await findSuppression(db, keys.hashAddress(message.email));
    if (suppression?.scope === "all") return null;
    const { subject, text } = await renderTemplate(await findTemplate(db, message.kind), {
      portal_url: env.PORTAL_URL,
      expires_at: `${message.expires_at.slice(0, 16).replace("T", " ")} UTC`,
      ...(message.link === null ? {} : { link: message.link }),
    });
    await email.send({ to: message.email, subject, text, headers: { "X-Horizon-Category": "security" } });
    context.metrics.count("messages", { outcome: "sent" });
    return null;
  },
  record: async () => undefined,
};
