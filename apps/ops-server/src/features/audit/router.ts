import { type AuditPage, type AuditVerification, auditFilter } from "@horizon/contracts";
import { listAuditEvents, verifyAuditChain } from "@horizon/db";
import { readProcedure, router } from "../../trpc/init.ts";
import { toStoredFilter } from "../../trpc/to-stored-filter.ts";
import { toAuditRow } from "./audit-row.ts";

export const auditRouter = router({
  list: readProcedure.input(auditFilter).query(async ({ ctx: { ops }, input }): Promise<AuditPage> => {
    const { rows, nextCursor } = await listAuditEvents(ops.db, toStoredFilter(input));
    return { rows: rows.map(toAuditRow), nextCursor };
  }),
  verify: readProcedure.query(async ({ ctx: { ops } }): Promise<AuditVerification> => {
    const { ok, count, firstBrokenSeq, breach } = await verifyAuditChain(ops.db);
    return { ok, count, firstBrokenSeq, breach, checkedAt: ops.now().toISOString() };
  }),
});
