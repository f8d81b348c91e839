import { fromCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

/** @throws AppError CONFLICT when the contract is signed already. */
export async function createSignature(
  db: Db,
  signature: {
    contractId: string;
    typedName: string;
    termsSha256: string;
    signedAt: Date;
    signerUserId: string;
    clientAddress: string;
    userAgent: string;
    esignVersion: string | null;
  },
): Promise<void> {
  await runQuery(db, (prisma) => prisma.contractSignature.create({ data: signature }));
}

export interface ContractDelivery {
  readonly copy: "contract" | "disclosure" | "notice_of_cancellation";
  readonly channel: string;
  readonly sha256: string;
  readonly deliveredAt: Date;
  readonly recordedBy: string;
}

/** Notes that copies were handed over; what was noted before stays as it is. */
export async function recordDeliveries(
  db: Db,
  contractId: string,
  deliveries: readonly ContractDelivery[],
): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.contractDelivery.createMany({
      data: deliveries.map((delivery) => ({ ...delivery, contractId })),
      skipDuplicates: true,
    }),
  );
}

/** By the copy. */
export async function listDeliveries(db: Db, contractId: string): Promise<ContractDelivery[]> {
  return runQuery(db, (prisma) =>
    prisma.contractDelivery.findMany({
      where: { contractId },
      orderBy: [{ copy: "asc" }],
      select: { copy: true, channel: true, sha256: true, deliveredAt: true, recordedBy: true },
    }),
  );
}

/** Days are civil dates, `YYYY-MM-DD`. */
export async function createCancellationNotice(
  db: Db,
  notice: {
    id: string;
    contractId: string;
    channel: string;
    sentOn: string | null;
    receivedOn: string;
    noticeOn: string;
    effect: string;
    recordedBy: string;
    recordedAt: Date;
  },
): Promise<void> {
  const { sentOn, receivedOn, noticeOn, ...rest } = notice;
  await runQuery(db, (prisma) =>
    prisma.cancellationNotice.create({
      data: {
        ...rest,
        sentOn: fromCivil(sentOn),
        receivedOn: fromCivil(receivedOn),
        noticeOn: fromCivil(noticeOn),
      },
    }),
  );
}
