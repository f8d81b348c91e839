import type { Bureau, ReportElementKind } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson } from "../json.ts";
import { afterPosition, type ReportPosition } from "./after-position.ts";

export interface CreditElement {
  readonly id: string;
  readonly reportId: string;
  readonly customerId: string;
  readonly kind: ReportElementKind;
  readonly bureau: Bureau;
  readonly groupId: string | null;
  readonly position: number;
  readonly derogatory: boolean;
  readonly accountType: string | null;
  /** As it was read; its owner knows the shape. */
  readonly reported: Json;
}

const columns = {
  id: true,
  reportId: true,
  customerId: true,
  kind: true,
  bureau: true,
  groupId: true,
  position: true,
  derogatory: true,
  accountType: true,
  reported: true,
} as const satisfies Prisma.CreditElementSelect;

type Row = Prisma.CreditElementGetPayload<{ select: typeof columns }>;
const toElement = (row: Row): CreditElement => ({ ...row, reported: row.reported as Json });

/** @throws AppError CONFLICT when the report has an element of this kind at this position. */
export async function insertElements(db: Db, elements: readonly CreditElement[]): Promise<void> {
  if (elements.length === 0) return;
  await runQuery(db, ({ creditElement }) =>
    creditElement.createMany({
      data: elements.map(({ reported, ...element }) => ({ ...element, reported: toJson(reported) ?? {} })),
    }),
  );
}

export interface ElementFilter {
  readonly reportId: string;
  readonly kinds: readonly ReportElementKind[];
  readonly bureau?: Bureau | undefined;
  readonly derogatory?: boolean | undefined;
  readonly accountType?: string | undefined;
  /** Those behind this place. */
  readonly after?: ReportPosition | undefined;
  /** Without it: all. */
  readonly limit?: number;
}

/** In the order of the report. */
export async function listElements(
  db: Db,
  { reportId, kinds, bureau, derogatory, accountType, after, limit }: ElementFilter,
): Promise<CreditElement[]> {
  const rows = await runQuery(db, ({ creditElement }) =>
    creditElement.findMany({
      where: {
        reportId,
        kind: { in: [...kinds] },
        bureau,
        derogatory,
        accountType,
        OR: afterPosition(after),
      },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toElement);
}

export async function findElement(db: Db, id: string): Promise<CreditElement | null> {
  const row = await runQuery(db, ({ creditElement }) =>
    creditElement.findUnique({ where: { id }, select: columns }),
  );
  return row && toElement(row);
}

/** In no order; ids that are none are left out. */
export async function listElementsById(db: Db, ids: readonly string[]): Promise<CreditElement[]> {
  if (ids.length === 0) return [];
  const rows = await runQuery(db, ({ creditElement }) =>
    creditElement.findMany({ where: { id: { in: [...ids] } }, select: columns }),
  );
  return rows.map(toElement);
}
