import type { ContractStatus, SaleChannel } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson } from "../json.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

const columns = {
  id: true,
  customerId: true,
  status: true,
  version: true,
  planCode: true,
  saleChannel: true,
  state: true,
  zone: true,
  terms: true,
  termsSha256: true,
  totalCents: true,
  durationDays: true,
  cancelBusinessDays: true,
  monthlyStatement: true,
  delivery: true,
  disclosureId: true,
  createdAt: true,
  offeredAt: true,
  offerExpiresAt: true,
  signedAt: true,
  signedOn: true,
  copiesGivenAt: true,
  cancelDeadline: true,
  cancelDeadlineAt: true,
  serviceNotBefore: true,
  promisedEnd: true,
  inForceAt: true,
  endedAt: true,
  endReason: true,
  packetDocumentId: true,
  lines: {
    select: {
      id: true,
      kind: true,
      description: true,
      unitPriceCents: true,
      quantity: true,
    },
    orderBy: { position: "asc" },
  },
  signature: { select: { typedName: true, signedAt: true, esignVersion: true } },
} as const satisfies Prisma.CustomerContractSelect;

type Row = Prisma.CustomerContractGetPayload<{ select: typeof columns }>;
type CivilColumn = "signedOn" | "cancelDeadline" | "serviceNotBefore" | "promisedEnd";

/** Dates of law are `YYYY-MM-DD` in the contract's zone. `terms` is what the service wrote. */
export type Contract = Omit<Row, CivilColumn | "terms"> & {
  readonly [K in CivilColumn]: string | null;
} & { readonly terms: unknown };
export type ContractLine = Row["lines"][number];

function toContract(row: Row): Contract {
  return {
    ...row,
    signedOn: toCivil(row.signedOn),
    cancelDeadline: toCivil(row.cancelDeadline),
    serviceNotBefore: toCivil(row.serviceNotBefore),
    promisedEnd: toCivil(row.promisedEnd),
  };
}

export interface NewContract {
  readonly id: string;
  readonly customerId: string;
  readonly planCode: string;
  readonly saleChannel: SaleChannel;
  readonly state: string;
  readonly zone: string;
  readonly terms: Json;
  readonly termsSha256: string;
  readonly totalCents: number;
  readonly durationDays: number;
  readonly cancelBusinessDays: number;
  /** Whether the state of the contract asks for an itemised statement every month. */
  readonly monthlyStatement: boolean;
  readonly delivery: "electronic" | "paper";
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly lines: readonly Omit<ContractLine, never>[];
}

/** A draft. */
export async function createContract(db: Db, { lines, terms, ...contract }: NewContract): Promise<Contract> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerContract.create({
      data: {
        ...contract,
        status: "draft",
        terms: toJson(terms),
        lines: { create: lines.map((line, position) => ({ ...line, position })) },
      },
      select: columns,
    }),
  );
  return toContract(row);
}

export async function findContract(db: Db, id: string): Promise<Contract | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerContract.findUnique({ where: { id }, select: columns }),
  );
  return row === null ? null : toContract(row);
}

/** Holds the row until the transaction ends: of a signature and a cancellation at once, one comes first. */
export async function lockContract(db: Db, id: string): Promise<Contract | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT 1 FROM customer.contract WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return findContract(db, id);
}

/** The newest contract of the customer, of any state or of these. */
export async function findNewestContract(
  db: Db,
  customerId: string,
  statuses?: readonly ContractStatus[],
): Promise<Contract | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerContract.findFirst({
      where: { customerId, ...(statuses === undefined ? {} : { status: { in: [...statuses] } }) },
      orderBy: newestFirst,
      select: columns,
    }),
  );
  return row === null ? null : toContract(row);
}

/** Newest first, one more than `limit` if there are more. */
export async function listContracts(
  db: Db,
  { customerId, cursor, limit }: PageWish & { readonly customerId: string },
): Promise<Contract[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerContract.findMany({
      where: {
        customerId,
        OR: createdBefore(cursor),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toContract);
}

export interface ContractChange {
  readonly status?: ContractStatus;
  readonly saleChannel?: SaleChannel;
  readonly disclosureId?: string;
  readonly offeredAt?: Date;
  readonly offerExpiresAt?: Date;
  readonly signedAt?: Date;
  readonly signedOn?: string;
  readonly copiesGivenAt?: Date;
  readonly cancelDeadline?: string;
  readonly cancelDeadlineAt?: Date;
  readonly serviceNotBefore?: string;
  readonly promisedEnd?: string;
  readonly inForceAt?: Date;
  readonly endedAt?: Date;
  readonly endReason?: string;
  readonly packetDocumentId?: string;
}

/** Changes the row, which the caller has locked, and counts its version up. */
export async function updateContract(db: Db, id: string, change: ContractChange): Promise<Contract> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerContract.update({
      where: { id },
      data: {
        ...change,
        signedOn: fromCivil(change.signedOn),
        cancelDeadline: fromCivil(change.cancelDeadline),
        serviceNotBefore: fromCivil(change.serviceNotBefore),
        promisedEnd: fromCivil(change.promisedEnd),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return toContract(row);
}
