import { type Db, runQuery } from "../db.ts";
import { newestFirst } from "../page-position.ts";

export type SubscriptionState = "awaiting_hold" | "active" | "paused" | "cancelled";
export type BillingMode = "per_performance" | "tsr_six_month";

export interface BillingSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly contractId: string;
  readonly mode: BillingMode;
  readonly state: SubscriptionState;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  customerId: true,
  contractId: true,
  mode: true,
  state: true,
  version: true,
  createdAt: true,
} as const;

/** @throws AppError CONFLICT when the contract has one. */
export async function createSubscription(
  db: Db,
  subscription: Pick<BillingSubscription, "customerId" | "contractId" | "mode" | "state">,
): Promise<BillingSubscription> {
  return runQuery(db, ({ billingSubscription }) =>
    billingSubscription.create({ data: subscription, select: columns }),
  );
}

/** The customer's newest subscription, or null. */
export async function findSubscription(db: Db, customerId: string): Promise<BillingSubscription | null> {
  return runQuery(db, ({ billingSubscription }) =>
    billingSubscription.findFirst({
      where: { customerId },
      orderBy: newestFirst,
      select: columns,
    }),
  );
}

export async function findSubscriptionById(db: Db, id: string): Promise<BillingSubscription | null> {
  return runQuery(db, ({ billingSubscription }) =>
    billingSubscription.findUnique({ where: { id }, select: columns }),
  );
}

/** A contract has one at most. */
export async function findSubscriptionOfContract(
  db: Db,
  contractId: string,
): Promise<BillingSubscription | null> {
  return runQuery(db, ({ billingSubscription }) =>
    billingSubscription.findUnique({ where: { contractId }, select: columns }),
  );
}

/** Moves it if it is still of this version. @returns null when somebody was faster. */
export async function moveSubscription(
  db: Db,
  { id, version }: Pick<BillingSubscription, "id" | "version">,
  state: SubscriptionState,
): Promise<BillingSubscription | null> {
  const [row] = await runQuery(db, ({ billingSubscription }) =>
    billingSubscription.updateManyAndReturn({
      where: { id, version },
      data: { state, version: { increment: 1 } },
      select: columns,
    }),
  );
  return row ?? null;
}
