import type { DisputeOutcome, RoundState } from "@horizon/contracts/backend";
import { toCivil } from "../civil-column.ts";
import type { Prisma } from "../generated/client.ts";

export interface RoundRecipient {
  readonly kind: string;
  readonly bureau: string | null;
  readonly name: string;
  readonly address: {
    readonly line1: string;
    readonly line2: string | null;
    readonly city: string;
    readonly state: string;
    readonly postalCode: string;
  };
}

/** Dates that the clock computes; kept so that what is due can be found. */
export interface RoundDates {
  readonly mailedOn: string | null;
  readonly scannedOn: string | null;
  readonly receivedOn: string | null;
  readonly extended: boolean;
  readonly lastDay: string | null;
  readonly overdueFrom: string | null;
  readonly noResponseFrom: string | null;
  readonly followUpOn: string | null;
}

export interface NewRound {
  readonly customerId: string;
  readonly agentUserId: string | null;
  readonly zone: string;
  readonly kind: string;
  readonly recipientKey: string;
  readonly recipient: RoundRecipient;
  readonly annualFree: boolean;
  readonly statement: string | null;
  readonly validationNoticeOn: string | null;
  readonly identityTheftCase: string | null;
  readonly createdBy: string;
  readonly itemIds: readonly string[];
}

export interface RoundItem {
  readonly itemId: string;
  readonly outcome: DisputeOutcome | null;
  readonly outcomeOn: string | null;
}

export interface DisputeRound extends Omit<NewRound, "itemIds">, RoundDates {
  readonly id: string;
  readonly number: number;
  readonly state: RoundState;
  readonly items: readonly RoundItem[];
  readonly supplements: readonly { readonly id: string; readonly receivedOn: string }[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const roundColumns = {
  id: true,
  customerId: true,
  agentUserId: true,
  zone: true,
  kind: true,
  recipientKey: true,
  recipient: true,
  number: true,
  annualFree: true,
  statement: true,
  validationNoticeOn: true,
  identityTheftCase: true,
  state: true,
  mailedOn: true,
  scannedOn: true,
  receivedOn: true,
  extended: true,
  lastDay: true,
  overdueFrom: true,
  noResponseFrom: true,
  followUpOn: true,
  createdBy: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  items: { select: { itemId: true, outcome: true, outcomeOn: true }, orderBy: { itemId: "asc" } },
  supplements: { select: { id: true, receivedOn: true }, orderBy: [{ receivedOn: "asc" }, { id: "asc" }] },
} as const satisfies Prisma.DisputeRoundSelect;

type Row = Prisma.DisputeRoundGetPayload<{ select: typeof roundColumns }>;

export function toRound(row: Row): DisputeRound {
  return {
    ...row,
    recipient: row.recipient as unknown as RoundRecipient,
    state: row.state as RoundState,
    validationNoticeOn: toCivil(row.validationNoticeOn),
    mailedOn: toCivil(row.mailedOn),
    scannedOn: toCivil(row.scannedOn),
    receivedOn: toCivil(row.receivedOn),
    lastDay: toCivil(row.lastDay),
    overdueFrom: toCivil(row.overdueFrom),
    noResponseFrom: toCivil(row.noResponseFrom),
    followUpOn: toCivil(row.followUpOn),
    items: row.items.map(({ itemId, outcome, outcomeOn }) => ({
      itemId,
      outcome: outcome as DisputeOutcome | null,
      outcomeOn: toCivil(outcomeOn),
    })),
    supplements: row.supplements.map(({ id, receivedOn }) => ({ id, receivedOn: toCivil(receivedOn) })),
  };
}
