import type { PerformanceKind } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";

export interface NewPerformance {
  readonly customerId: string;
  readonly contractId: string;
  readonly lineId: string | null;
  readonly kind: PerformanceKind;
  readonly subjectId: string;
  readonly evidenceIds: readonly string[];
  readonly completedAt: Date;
  readonly recordedBy: string;
}

/** @returns its id, or null when this kind of service was performed on this subject before. */
export async function createPerformance(db: Db, performance: NewPerformance): Promise<string | null> {
  const [row] = await runQuery(db, ({ disputePerformance }) =>
    disputePerformance.createManyAndReturn({
      data: [{ ...performance, evidenceIds: [...performance.evidenceIds] }],
      skipDuplicates: true,
      select: { id: true },
    }),
  );
  return row?.id ?? null;
}
