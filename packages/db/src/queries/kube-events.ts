import { type Db, runQuery } from "../db.ts";
import { deleteOldRows } from "../delete-old-rows.ts";
import { Prisma } from "../generated/client.ts";
import { toJsonText } from "../json.ts";

/** An event of a cluster, kept after its API server forgot it. */
export interface KubeEvent {
  readonly cluster: string;
  readonly uid: string;
  readonly environment: string;
  readonly namespace: string;
  readonly involvedKind: string;
  readonly involvedName: string;
  readonly involvedUid: string;
  /** Normal or Warning. */
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** How often it happened. */
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

interface KubeEventWorkload {
  readonly kind: string;
  readonly name: string;
  /** Name of its autoscaler, where that is not the workload's. */
  readonly autoscaler?: string;
}

export interface KubeEventFilter {
  readonly environment?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly involvedKind?: string;
  readonly involvedName?: string;
  readonly involvedUid?: string;
  readonly type?: string;
  /** Of it, its autoscaler, and ReplicaSets and pods whose names begin with its own and a dash (another's may too). */
  readonly workload?: KubeEventWorkload;
  readonly from?: Date;
  readonly limit: number;
}

const columns = {
  cluster: true,
  uid: true,
  environment: true,
  namespace: true,
  involvedKind: true,
  involvedName: true,
  involvedUid: true,
  type: true,
  reason: true,
  message: true,
  count: true,
  firstAt: true,
  lastAt: true,
} as const;

/**
 * Stores events, or brings those known up to date. An older sight of an event (a relist, a slower replica) changes
 * nothing. Of several sights in one call, the latest counts.
 */
export async function upsertKubeEvents(db: Db, events: readonly KubeEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = toJsonText(events);
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO ops.kube_event AS known (cluster, uid, environment, namespace, involved_kind, involved_name,
                                           involved_uid, type, reason, message, count, first_at, last_at)
      SELECT DISTINCT ON (cluster, uid)
             cluster, uid, environment, namespace, "involvedKind", "involvedName",
             "involvedUid", type, reason, message, count, "firstAt", "lastAt"
        FROM jsonb_to_recordset(${rows}::jsonb) AS sight(
             cluster text, uid text, environment text, namespace text, "involvedKind" text, "involvedName" text,
             "involvedUid" text, type text, reason text, message text, count int,
             "firstAt" timestamptz, "lastAt" timestamptz)
       -- The same order in every replica, or two of them may deadlock.
       ORDER BY cluster, uid, count DESC, "lastAt" DESC
      ON CONFLICT (cluster, uid) DO UPDATE
         SET type = excluded.type, reason = excluded.reason, message = excluded.message,
             count = excluded.count, last_at = excluded.last_at
       WHERE (excluded.count, excluded.last_at) > (known.count, known.last_at)`,
  );
}

/** The latest first. */
export async function listKubeEvents(
  db: Db,
  { from, limit, workload, ...filter }: KubeEventFilter,
): Promise<KubeEvent[]> {
  return runQuery(db, ({ kubeEvent }) =>
    kubeEvent.findMany({
      where: { ...filter, ...(workload && { OR: involvedObjectsOf(workload) }), lastAt: { gte: from } },
      orderBy: [{ lastAt: "desc" }, { cluster: "asc" }, { uid: "asc" }],
      take: limit,
      select: columns,
    }),
  );
}

/** The API server cuts what a name is generated from to as many characters. */
const maxGeneratedFrom = 58;

function involvedObjectsOf({ kind, name, autoscaler = name }: KubeEventWorkload) {
  const stem = `${name}-`.slice(0, maxGeneratedFrom);
  return [
    { involvedKind: kind, involvedName: name },
    { involvedKind: "HorizontalPodAutoscaler", involvedName: autoscaler },
    { involvedKind: { in: ["ReplicaSet", "Pod"] }, involvedName: { startsWith: stem } },
  ];
}

/** Forgets events that did not happen since `before`; returns how many. */
export async function deleteKubeEvents(db: Db, before: Date): Promise<number> {
  return deleteOldRows(db, Prisma.sql`ops.kube_event`, "last_at", before);
}
