import { liveTopic } from "@horizon/contracts";
import { type ChannelListener, type Db, listenToChannel, notifyChannel } from "@horizon/db";
import { z } from "zod";
import type { OpsContext } from "../ops-context.ts";
import { ownTopic } from "./own-topics.ts";

const channel = "horizon_ops_invalidation";

/** Topics, never data: who hears it asks the database itself. */
const invalidation = z.object({
  /** Epoch of the process that says so; it has told its own readers already. */
  origin: z.string(),
  topics: z.array(liveTopic).max(100),
  /** Whose role, membership or sessions changed. */
  members: z.union([z.literal("all"), z.array(z.uuid()).max(100)]),
  /** Whose own saved views changed and nobody else's; a replica of the release before tells everybody. */
  viewsOf: z.uuid().optional(),
});
export type Invalidation = Omit<z.infer<typeof invalidation>, "origin">;

/** Tells the other replicas, with the commit of `tx`. This one's readers are told by `publishInvalidation`, after it. */
export async function announceInvalidation(
  { hub }: Pick<OpsContext, "hub">,
  tx: Db,
  said: Invalidation,
): Promise<void> {
  if (said.topics.length === 0 && said.members.length === 0) return;
  await notifyChannel(tx, channel, JSON.stringify({ origin: hub.position().epoch, ...said }));
}

/** Makes this replica ask the database who the members are whom a change concerns. */
export function invalidateMembers(
  { sessions }: Pick<OpsContext, "sessions">,
  { members }: Pick<Invalidation, "members">,
) {
  if (members === "all") sessions.invalidate();
  else for (const id of members) sessions.invalidate(id);
}

/** Tells the readers of this replica. */
export function publishInvalidation(
  { hub }: Pick<OpsContext, "hub">,
  { topics, viewsOf }: Pick<Invalidation, "topics" | "viewsOf">,
) {
  for (const said of topics) {
    const topic = said === "savedViews" && viewsOf !== undefined ? ownTopic(said, viewsOf) : said;
    hub.publish({ topic, type: "invalidate" });
  }
}

/**
 * Tells this replica's readers what the others announce, on one connection however many readers there are. Whenever it
 * begins to listen, everything that is announced this way is out of date once: what was said before was not heard.
 */
export function followInvalidations(ops: OpsContext): ChannelListener {
  function apply(said: Invalidation): void {
    invalidateMembers(ops, said);
    publishInvalidation(ops, said);
  }
  return listenToChannel({
    url: ops.env.DATABASE_URL,
    channel,
    applicationName: "horizon-ops-listener",
    onPayload(payload) {
      const said = parseInvalidation(payload);
      if (said === null) ops.logger.warn("an announcement of another replica was not understood");
      else if (said.origin !== ops.hub.position().epoch) apply(said);
    },
    onListening() {
      const feeds = ops.estate.listEnvironments().map(({ id }) => `changes:${id}` as const);
      apply({ topics: ["settings", "savedViews", "overview", ...feeds], members: "all" });
    },
    onError: (error) => ops.logger.warn({ err: error }, "other replicas are not heard now"),
  });
}

function parseInvalidation(payload: string) {
  try {
    return invalidation.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
