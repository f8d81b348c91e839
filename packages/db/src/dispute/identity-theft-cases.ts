import { type Db, runQuery } from "../db.ts";
import { toJson } from "../json.ts";
import { newestFirst } from "../page-position.ts";
import type { DisputeEvidence } from "./items.ts";

export interface NewIdentityTheftCase {
  readonly customerId: string;
  readonly itemIds: readonly string[];
  readonly documents: readonly DisputeEvidence[];
  readonly statementName: string;
  readonly statementAt: Date;
  readonly createdBy: string;
}

export interface IdentityTheftCase extends NewIdentityTheftCase {
  readonly id: string;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  customerId: true,
  itemIds: true,
  documents: true,
  statementName: true,
  statementAt: true,
  createdBy: true,
  createdAt: true,
} as const;

export async function createIdentityTheftCase(
  db: Db,
  opened: NewIdentityTheftCase,
): Promise<IdentityTheftCase> {
  const row = await runQuery(db, ({ disputeIdentityTheftCase }) =>
    disputeIdentityTheftCase.create({
      data: {
        ...opened,
        itemIds: [...opened.itemIds],
        documents: toJson(opened.documents.map((document) => ({ ...document }))),
      },
      select: columns,
    }),
  );
  return { ...row, documents: row.documents as unknown as DisputeEvidence[] };
}

/** The newest packet of the customer that covers all of these items, or null. */
export async function findIdentityTheftCase(
  db: Db,
  customerId: string,
  itemIds: readonly string[],
): Promise<IdentityTheftCase | null> {
  const row = await runQuery(db, ({ disputeIdentityTheftCase }) =>
    disputeIdentityTheftCase.findFirst({
      where: { customerId, itemIds: { hasEvery: [...itemIds] } },
      orderBy: newestFirst,
      select: columns,
    }),
  );
  return row && { ...row, documents: row.documents as unknown as DisputeEvidence[] };
}
