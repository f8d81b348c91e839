import { type Db, runQuery } from "../db.ts";
import { newestFirst } from "../page-position.ts";

export interface PaymentMethod {
  readonly id: string;
  readonly customerId: string;
  readonly providerRef: string;
  readonly payerRef: string;
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  customerId: true,
  providerRef: true,
  payerRef: true,
  brand: true,
  last4: true,
  expMonth: true,
  expYear: true,
  createdAt: true,
} as const;

/** @throws AppError CONFLICT when the customer has it. */
export async function addPaymentMethod(
  db: Db,
  method: Omit<PaymentMethod, "id" | "createdAt">,
): Promise<PaymentMethod> {
  return runQuery(db, ({ billingPaymentMethod }) =>
    billingPaymentMethod.create({ data: method, select: columns }),
  );
}

/** The newest first: it is the one that is charged. */
export async function listPaymentMethods(db: Db, customerId: string): Promise<PaymentMethod[]> {
  return runQuery(db, ({ billingPaymentMethod }) =>
    billingPaymentMethod.findMany({
      where: { customerId, removedAt: null },
      orderBy: newestFirst,
      select: columns,
    }),
  );
}

/** Also one that was removed: payments point to it. */
export async function findPaymentMethod(db: Db, id: string): Promise<PaymentMethod | null> {
  return runQuery(db, ({ billingPaymentMethod }) =>
    billingPaymentMethod.findUnique({ where: { id }, select: columns }),
  );
}

/** @returns false when the customer has no such method. */
export async function removePaymentMethod(
  db: Db,
  { id, customerId }: { id: string; customerId: string },
  at: Date,
): Promise<boolean> {
  const { count } = await runQuery(db, ({ billingPaymentMethod }) =>
    billingPaymentMethod.updateMany({ where: { id, customerId, removedAt: null }, data: { removedAt: at } }),
  );
  return count === 1;
}
