import { type Db, runQuery } from "../db.ts";
import { type Json, toJson } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export type WebhookEndpointState = "enabled" | "failing" | "disabled";
export type WebhookDeliveryState = "pending" | "delivered" | "failed";

export interface WebhookEndpoint {
  readonly id: string;
  readonly ownerId: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Sealed. */
  readonly secret: Uint8Array;
  readonly previousSecret: Uint8Array | null;
  readonly previousUntil: Date | null;
  readonly state: WebhookEndpointState;
  readonly failingSince: Date | null;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  ownerId: true,
  url: true,
  events: true,
  secret: true,
  previousSecret: true,
  previousUntil: true,
  state: true,
  failingSince: true,
  version: true,
  createdAt: true,
} as const;

export async function createWebhookEndpoint(
  db: Db,
  { events, secret, ...endpoint }: Pick<WebhookEndpoint, "ownerId" | "url" | "events" | "secret">,
): Promise<WebhookEndpoint> {
  return runQuery(db, ({ webhookEndpoint }) =>
    webhookEndpoint.create({
      data: { ...endpoint, events: [...events], secret: Buffer.from(secret) },
      select: columns,
    }),
  );
}

export async function findWebhookEndpoint(db: Db, id: string): Promise<WebhookEndpoint | null> {
  return runQuery(db, ({ webhookEndpoint }) =>
    webhookEndpoint.findUnique({ where: { id }, select: columns }),
  );
}

/** Newest first; of one owner, or of all. */
export async function listWebhookEndpoints(
  db: Db,
  {
    ownerId,
    after,
    limit,
  }: { ownerId?: string | undefined; after?: PagePosition | undefined; limit: number },
): Promise<WebhookEndpoint[]> {
  return runQuery(db, ({ webhookEndpoint }) =>
    webhookEndpoint.findMany({
      where: {
        ownerId,
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: columns,
    }),
  );
}

/** Endpoints that want this event. */
export async function listSubscribedEndpoints(db: Db, type: string): Promise<WebhookEndpoint[]> {
  return runQuery(db, ({ webhookEndpoint }) =>
    webhookEndpoint.findMany({
      where: { state: { not: "disabled" }, events: { has: type } },
      select: columns,
    }),
  );
}

export interface WebhookEndpointChange {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly state?: WebhookEndpointState;
  readonly failingSince?: Date | null;
  readonly secret?: Uint8Array;
  readonly previousSecret?: Uint8Array;
  readonly previousUntil?: Date;
}

/** @returns null when it is of another version, or gone. */
export async function changeWebhookEndpoint(
  db: Db,
  { id, version }: Pick<WebhookEndpoint, "id" | "version">,
  { events, secret, previousSecret, ...change }: WebhookEndpointChange,
): Promise<WebhookEndpoint | null> {
  const [row] = await runQuery(db, ({ webhookEndpoint }) =>
    webhookEndpoint.updateManyAndReturn({
      where: { id, version },
      data: {
        ...change,
        ...(events ? { events: [...events] } : {}),
        ...(secret ? { secret: Buffer.from(secret) } : {}),
        ...(previousSecret ? { previousSecret: Buffer.from(previousSecret) } : {}),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return row ?? null;
}

/** One that is gone is no error. */
export async function deleteWebhookEndpoint(db: Db, id: string): Promise<void> {
  await runQuery(db, ({ webhookEndpoint }) => webhookEndpoint.deleteMany({ where: { id } }));
}

export interface WebhookDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly type: string;
  readonly payload: Json;
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
}

const deliveryColumns = {
  id: true,
  endpointId: true,
  eventId: true,
  type: true,
  payload: true,
  state: true,
  attempts: true,
  nextAttemptAt: true,
  lastStatus: true,
  lastError: true,
  createdAt: true,
} as const;

/** Stores what is to be told to a partner, once for each event. */
export async function queueWebhookDelivery(
  db: Db,
  {
    payload,
    ...delivery
  }: Pick<WebhookDelivery, "endpointId" | "eventId" | "type" | "payload" | "nextAttemptAt">,
): Promise<void> {
  await runQuery(db, ({ webhookDelivery }) =>
    webhookDelivery.createMany({ data: [{ ...delivery, payload: toJson(payload) }], skipDuplicates: true }),
  );
}

/** What is due: the oldest of each endpoint, then the second of each, and so on; a partner with many takes nobody's place. */
export async function listDueWebhookDeliveries(db: Db, now: Date, limit: number): Promise<WebhookDelivery[]> {
  return runQuery(db, async (prisma) => {
    const due = await prisma.$queryRaw<{ id: string }[]>`
      SELECT d.id
        FROM notification.webhook_delivery d JOIN notification.webhook_endpoint e ON e.id = d.endpoint_id
       WHERE d.state = 'pending' AND d.next_attempt_at <= ${now} AND e.state <> 'disabled'
       ORDER BY row_number() OVER (PARTITION BY d.endpoint_id ORDER BY d.next_attempt_at, d.id), d.next_attempt_at, d.id
       LIMIT ${limit}`;
    return prisma.webhookDelivery.findMany({
      where: { id: { in: due.map(({ id }) => id) } },
      orderBy: [{ nextAttemptAt: "asc" }, { id: "asc" }],
      select: deliveryColumns,
    });
  });
}

/** Newest first. */
export async function listWebhookDeliveries(
  db: Db,
  { endpointId, after, limit }: { endpointId: string; after?: PagePosition | undefined; limit: number },
): Promise<WebhookDelivery[]> {
  return runQuery(db, ({ webhookDelivery }) =>
    webhookDelivery.findMany({
      where: {
        endpointId,
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: deliveryColumns,
    }),
  );
}

export async function findWebhookDelivery(db: Db, id: string): Promise<WebhookDelivery | null> {
  return runQuery(db, ({ webhookDelivery }) =>
    webhookDelivery.findUnique({ where: { id }, select: deliveryColumns }),
  );
}

/**
 * Takes a delivery for its next attempt, so that of several processes one sends it; should that one die, it is due again
 * at `nextAttemptAt`.
 */
export async function claimWebhookDelivery(
  db: Db,
  { id, attempts }: Pick<WebhookDelivery, "id" | "attempts">,
  nextAttemptAt: Date,
): Promise<boolean> {
  const { count } = await runQuery(db, ({ webhookDelivery }) =>
    webhookDelivery.updateMany({
      where: { id, state: "pending", attempts },
      data: { attempts: { increment: 1 }, nextAttemptAt },
    }),
  );
  return count === 1;
}

/** Notes what became of an attempt. Without `nextAttemptAt` the time of the claim stays. */
export async function endWebhookAttempt(
  db: Db,
  id: string,
  change: {
    state: WebhookDeliveryState;
    nextAttemptAt?: Date;
    attempts?: number;
    lastStatus: number | null;
    lastError: string | null;
  },
): Promise<void> {
  await runQuery(db, ({ webhookDelivery }) => webhookDelivery.updateMany({ where: { id }, data: change }));
}
