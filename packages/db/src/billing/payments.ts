import { type Db, runQuery } from "../db.ts";
import type { IdPage } from "../id-page.ts";

export type PaymentState = "created" | "processing" | "requires_action" | "succeeded" | "failed";
export type RefundState = "created" | "succeeded" | "failed";

export interface BillingPayment {
  readonly id: string;
  readonly invoiceId: string;
  readonly paymentMethodId: string;
  readonly attempt: number;
  readonly amountCents: number;
  readonly state: PaymentState;
  readonly providerRef: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  invoiceId: true,
  paymentMethodId: true,
  attempt: true,
  amountCents: true,
  state: true,
  providerRef: true,
  failureCode: true,
  createdAt: true,
} as const;

/** The next attempt. @throws AppError CONFLICT while another is on its way. */
export async function createPayment(
  db: Db,
  payment: Pick<BillingPayment, "invoiceId" | "paymentMethodId" | "amountCents">,
): Promise<BillingPayment> {
  const last = await runQuery(db, ({ billingPayment }) =>
    billingPayment.findFirst({
      where: { invoiceId: payment.invoiceId },
      orderBy: { attempt: "desc" },
      select: { attempt: true },
    }),
  );
  const attempt = (last?.attempt ?? 0) + 1;
  return runQuery(db, ({ billingPayment }) =>
    billingPayment.create({ data: { ...payment, attempt }, select: columns }),
  );
}

export async function findPayment(db: Db, id: string): Promise<BillingPayment | null> {
  return runQuery(db, ({ billingPayment }) => billingPayment.findUnique({ where: { id }, select: columns }));
}

export async function findPaymentByProviderRef(db: Db, providerRef: string): Promise<BillingPayment | null> {
  return runQuery(db, ({ billingPayment }) =>
    billingPayment.findUnique({ where: { providerRef }, select: columns }),
  );
}

/** By attempt, the first one first. */
export async function listPayments(db: Db, invoiceId: string): Promise<BillingPayment[]> {
  return runQuery(db, ({ billingPayment }) =>
    billingPayment.findMany({ where: { invoiceId }, orderBy: { attempt: "asc" }, select: columns }),
  );
}

/** Those that the provider took and that have not ended nor moved since then. By id. */
export async function listPaymentsOpenSince(
  db: Db,
  before: Date,
  { afterId, limit }: IdPage,
): Promise<BillingPayment[]> {
  return runQuery(db, ({ billingPayment }) =>
    billingPayment.findMany({
      where: {
        state: { in: ["processing", "requires_action"] },
        updatedAt: { lt: before },
        id: { gt: afterId },
      },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
}

/** Moves it if it is in `from`: of several that try, one wins. @returns null when it is not. */
export async function movePayment(
  db: Db,
  id: string,
  {
    from,
    ...change
  }: {
    from: readonly PaymentState[];
    state: PaymentState;
    providerRef?: string;
    failureCode?: string;
  },
): Promise<BillingPayment | null> {
  const [row] = await runQuery(db, ({ billingPayment }) =>
    billingPayment.updateManyAndReturn({
      where: { id, state: { in: [...from] } },
      data: change,
      select: columns,
    }),
  );
  return row ?? null;
}

export interface BillingRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amountCents: number;
  readonly reason: string;
  readonly state: RefundState;
  readonly createdAt: Date;
}

const refundColumns = {
  id: true,
  paymentId: true,
  amountCents: true,
  reason: true,
  state: true,
  createdAt: true,
} as const;

/** Stores the wish; whether so much is left to give back is the caller's to know. Cents. */
export async function createRefund(
  db: Db,
  refund: Pick<BillingRefund, "paymentId" | "amountCents" | "reason">,
): Promise<BillingRefund> {
  return runQuery(db, ({ billingRefund }) => billingRefund.create({ data: refund, select: refundColumns }));
}

export async function findRefund(db: Db, id: string): Promise<BillingRefund | null> {
  return runQuery(db, ({ billingRefund }) =>
    billingRefund.findUnique({ where: { id }, select: refundColumns }),
  );
}

/** What the provider calls the refunds of this payment that it is known to have made. */
export async function listRefundRefs(db: Db, paymentId: string): Promise<string[]> {
  const rows = await runQuery(db, ({ billingRefund }) =>
    billingRefund.findMany({ where: { paymentId }, select: { providerRef: true } }),
  );
  return rows.flatMap(({ providerRef }) => providerRef ?? []);
}

/** Cents of this payment that are given back or on their way back. */
export async function sumRefunds(db: Db, paymentId: string): Promise<number> {
  const { _sum } = await runQuery(db, ({ billingRefund }) =>
    billingRefund.aggregate({
      where: { paymentId, state: { in: ["created", "succeeded"] } },
      _sum: { amountCents: true },
    }),
  );
  return _sum.amountCents ?? 0;
}

/** Ends a refund that is open. @returns null when it ended before. */
export async function endRefund(
  db: Db,
  id: string,
  change: { state: "succeeded" | "failed"; providerRef?: string; failureCode?: string },
): Promise<BillingRefund | null> {
  const [row] = await runQuery(db, ({ billingRefund }) =>
    billingRefund.updateManyAndReturn({
      where: { id, state: "created" },
      data: change,
      select: refundColumns,
    }),
  );
  return row ?? null;
}

/** Notes an event of the provider. @returns false when it came before. */
export async function recordProviderEvent(db: Db, id: string, type: string): Promise<boolean> {
  const { count } = await runQuery(db, ({ billingProviderEvent }) =>
    billingProviderEvent.createMany({ data: [{ id, type }], skipDuplicates: true }),
  );
  return count === 1;
}
