import type { DisputeOutcome } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { lockRow } from "./lock-row.ts";

export interface StagedOutcome {
  readonly itemId: string;
  readonly outcome: DisputeOutcome;
  readonly furnisherCode: string | null;
}

export interface NewResponse {
  readonly roundId: string;
  readonly customerId: string;
  readonly source: string;
  readonly receivedOn: string;
  readonly documentId: string | null;
  readonly recordedBy: string;
  readonly outcomes: readonly StagedOutcome[];
}

export interface DisputeResponse extends NewResponse {
  readonly id: string;
  readonly state: "staged" | "confirmed";
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  roundId: true,
  customerId: true,
  source: true,
  receivedOn: true,
  documentId: true,
  state: true,
  recordedBy: true,
  confirmedBy: true,
  confirmedAt: true,
  version: true,
  createdAt: true,
  outcomes: { select: { itemId: true, outcome: true, furnisherCode: true }, orderBy: { itemId: "asc" } },
} as const satisfies Prisma.DisputeResponseSelect;

type Row = Prisma.DisputeResponseGetPayload<{ select: typeof columns }>;

function toResponse(row: Row): DisputeResponse {
  return {
    ...row,
    receivedOn: toCivil(row.receivedOn),
    state: row.state as DisputeResponse["state"],
    outcomes: row.outcomes.map((each) => ({ ...each, outcome: each.outcome as DisputeOutcome })),
  };
}

export async function createResponse(
  db: Db,
  { outcomes, receivedOn, ...response }: NewResponse,
): Promise<DisputeResponse> {
  const row = await runQuery(db, ({ disputeResponse }) =>
    disputeResponse.create({
      data: {
        ...response,
        receivedOn: fromCivil(receivedOn),
        outcomes: { create: outcomes.map((each) => ({ ...each })) },
      },
      select: columns,
    }),
  );
  return toResponse(row);
}

export async function findResponse(db: Db, id: string): Promise<DisputeResponse | null> {
  const row = await runQuery(db, ({ disputeResponse }) =>
    disputeResponse.findUnique({ where: { id }, select: columns }),
  );
  return row && toResponse(row);
}

/** Holds the response until the transaction ends. @throws AppError NOT_FOUND */
export async function lockResponse(db: Db, id: string): Promise<DisputeResponse> {
  await lockRow(db, "response", id);
  const response = await findResponse(db, id);
  if (response === null) throw new AppError("NOT_FOUND", "There is no such response.");
  return response;
}

/** Makes a new version, whichever it was and whatever its state. @throws AppError NOT_FOUND */
export async function confirmResponse(
  db: Db,
  id: string,
  { confirmedBy, confirmedAt }: { confirmedBy: string; confirmedAt: Date },
): Promise<DisputeResponse> {
  const row = await runQuery(db, ({ disputeResponse }) =>
    disputeResponse.update({
      where: { id },
      data: { state: "confirmed", confirmedBy, confirmedAt, version: { increment: 1 } },
      select: columns,
    }),
  );
  return toResponse(row);
}
