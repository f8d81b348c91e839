import { fromCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

export interface NewSupplement {
  readonly roundId: string;
  readonly documentIds: readonly string[];
  readonly sentOn: string;
  readonly receivedOn: string;
  readonly estimated: boolean;
  readonly createdBy: string;
}

export async function createSupplement(db: Db, supplement: NewSupplement): Promise<{ readonly id: string }> {
  return runQuery(db, ({ disputeSupplement }) =>
    disputeSupplement.create({
      data: {
        ...supplement,
        documentIds: [...supplement.documentIds],
        sentOn: fromCivil(supplement.sentOn),
        receivedOn: fromCivil(supplement.receivedOn),
      },
      select: { id: true },
    }),
  );
}
