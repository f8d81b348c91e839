import { type Db, runQuery } from "../db.ts";
import { type Json, toJson } from "../json.ts";
import { rowsBefore } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

export interface TimelineEntry {
  readonly id: string;
  readonly customerId: string;
  readonly at: Date;
  /** Name of the event, without its version. */
  readonly kind: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly data: unknown;
  /** Shown to the customer too. */
  readonly visible: boolean;
}

export async function appendTimeline(
  db: Db,
  { data, ...entry }: Omit<TimelineEntry, "data"> & { readonly data: Json },
): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.customerTimelineEntry.create({ data: { ...entry, data: toJson(data) }, select: { id: true } }),
  );
}

/** What another service told of a customer. Someone who was disposed of meanwhile has no timeline any more: then it does nothing. */
export async function appendToldToTimeline(
  db: Db,
  entry: Omit<TimelineEntry, "data"> & { readonly data: Json },
): Promise<void> {
  const { id, customerId, at, kind, objectType, objectId, data, visible } = entry;
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO customer.timeline_entry (id, customer_id, at, kind, object_type, object_id, data, visible)
      SELECT ${id}::uuid, c.id, ${at}, ${kind}, ${objectType}, ${objectId}::uuid, ${JSON.stringify(data)}::jsonb, ${visible}
        FROM customer.customers AS c WHERE c.id = ${customerId}::uuid AND c.deleted_at IS NULL`,
  );
}

/** Newest first, one more than `limit` if there are more. */
export async function listTimeline(
  db: Db,
  {
    customerId,
    visibleOnly,
    cursor,
    limit,
  }: PageWish & { readonly customerId: string; readonly visibleOnly: boolean },
): Promise<TimelineEntry[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerTimelineEntry.findMany({
      where: {
        customerId,
        ...(visibleOnly ? { visible: true } : {}),
        OR: rowsBefore("at", cursor),
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit + 1,
    }),
  );
  return rows;
}
