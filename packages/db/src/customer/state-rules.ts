import { z } from "zod";
import { toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

const stateRule = z.object({
  state: z.string(),
  key: z.enum(["serviceable", "cancel_business_days", "completion_days", "monthly_statement"]),
  value: z.union([z.boolean(), z.int().positive()]),
  reviewedBy: z.string().nullable(),
  sourceUrl: z.string(),
});

export type StateRuleRow = z.infer<typeof stateRule> & {
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly reviewedOn: string | null;
};

/** All rules, or those of a state, also those that do not apply yet, any more, or for want of a reviewer. */
export async function listStateRules(db: Db, state?: string): Promise<StateRuleRow[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.stateRule.findMany({
      ...(state === undefined ? {} : { where: { state } }),
      orderBy: [{ state: "asc" }, { key: "asc" }, { effectiveFrom: "asc" }],
    }),
  );
  return rows.map((row) => ({
    ...stateRule.parse(row),
    effectiveFrom: toCivil(row.effectiveFrom),
    effectiveTo: toCivil(row.effectiveTo),
    reviewedOn: toCivil(row.reviewedOn),
  }));
}
