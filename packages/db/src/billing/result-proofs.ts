import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

export interface ResultProof {
  readonly id: string;
  readonly customerId: string;
  readonly contractId: string;
  readonly documentId: string;
  /** Civil dates. */
  readonly resultOn: string;
  readonly issuedOn: string;
  readonly recordedBy: string;
}

export async function addResultProof(db: Db, proof: Omit<ResultProof, "id">): Promise<ResultProof> {
  const { id } = await runQuery(db, ({ billingResultProof }) =>
    billingResultProof.create({
      data: { ...proof, resultOn: fromCivil(proof.resultOn), issuedOn: fromCivil(proof.issuedOn) },
      select: { id: true },
    }),
  );
  return { id, ...proof };
}

/** Proofs of one contract. */
export async function listResultProofs(db: Db, contractId: string): Promise<ResultProof[]> {
  const rows = await runQuery(db, ({ billingResultProof }) =>
    billingResultProof.findMany({ where: { contractId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }),
  );
  return rows.map(({ createdAt: _createdAt, resultOn, issuedOn, ...row }) => ({
    ...row,
    resultOn: toCivil(resultOn),
    issuedOn: toCivil(issuedOn),
  }));
}
