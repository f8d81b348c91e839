import { AppError } from "@horizon/errors";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

export interface CreditOverlay {
  readonly elementId: string;
  readonly dofdOn: string | null;
  readonly evidenceDocumentId: string | null;
  /** The group to which the row really belongs. */
  readonly groupId: string | null;
  readonly reason: string;
  readonly author: string;
  readonly version: number;
}

const columns = {
  elementId: true,
  dofdOn: true,
  evidenceDocumentId: true,
  groupId: true,
  reason: true,
  author: true,
  version: true,
} as const satisfies Prisma.CreditOverlaySelect;

type Row = Prisma.CreditOverlayGetPayload<{ select: typeof columns }>;
const toOverlay = (row: Row): CreditOverlay => ({ ...row, dofdOn: toCivil(row.dofdOn) });

export async function findOverlay(db: Db, elementId: string): Promise<CreditOverlay | null> {
  const row = await runQuery(db, ({ creditOverlay }) =>
    creditOverlay.findUnique({ where: { elementId }, select: columns }),
  );
  return row && toOverlay(row);
}

/** Of the report's elements that have one, in no order. */
export async function listOverlays(db: Db, reportId: string): Promise<CreditOverlay[]> {
  const rows = await runQuery(db, ({ creditOverlay }) =>
    creditOverlay.findMany({ where: { element: { reportId } }, select: columns }),
  );
  return rows.map(toOverlay);
}

/**
 * Writes version `expected + 1`; 0 is for one that does not exist yet.
 * @throws AppError STALE when it changed since it was read.
 */
export async function putOverlay(
  db: Db,
  { dofdOn, ...overlay }: Omit<CreditOverlay, "version">,
  expected: number,
): Promise<CreditOverlay> {
  const data = { ...overlay, dofdOn: fromCivil(dofdOn), version: expected + 1 };
  const written = await runQuery(db, async ({ creditOverlay }) => {
    if (expected === 0) return (await creditOverlay.createMany({ data, skipDuplicates: true })).count;
    const { count } = await creditOverlay.updateMany({
      where: { elementId: overlay.elementId, version: expected },
      data,
    });
    return count;
  });
  if (written === 0) throw new AppError("STALE", "The overlay changed since you read it.");
  return { ...overlay, dofdOn, version: expected + 1 };
}
