import { type AuditRow, auditFilter } from "@horizon/contracts";
import { listAuditEvents } from "@horizon/db";
import { AppError } from "@horizon/errors";
import type { Request, Response } from "express";
import { whenDrained } from "../../http/when-drained.ts";
import type { OpsContext } from "../../ops-context.ts";
import { createRequestContext } from "../../trpc/request-context.ts";
import { toStoredFilter } from "../../trpc/to-stored-filter.ts";
import { toAuditRow } from "./audit-row.ts";
import { formatCsvRow } from "./format-csv-row.ts";

const pageSize = 500;
const columns = [
  "seq",
  "at",
  "actor",
  "actorRole",
  "action",
  "environment",
  "target",
  "reason",
  "outcome",
  "intentId",
  "clientAddress",
  "hash",
] as const satisfies readonly (keyof AuditRow)[];

/** `GET /api/stream/audit.csv`: all that the filter finds, newest first, read page by page as the browser takes it. */
export function auditCsvRoute(ops: OpsContext) {
  return async (req: Request, res: Response): Promise<void> => {
    await createRequestContext(ops, req, res).getReader();
    const parsed = auditFilter.omit({ cursor: true, limit: true }).safeParse(req.query);
    if (!parsed.success)
      throw new AppError("INVALID_INPUT", "The filter is not valid.", { cause: parsed.error });
    res.setHeader("content-type", "text/csv; charset=utf-8");
    res.setHeader("content-disposition", 'attachment; filename="audit.csv"');
    // Spreadsheets take a file for one of the local code page unless it begins with this mark.
    res.write(`\uFEFF${formatCsvRow(columns)}`);
    let cursor: string | undefined;
    do {
      const filter = { ...parsed.data, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const page = await listAuditEvents(ops.db, toStoredFilter(filter));
      const text = page.rows.map(toAuditRow).map((row) => formatCsvRow(columns.map((column) => row[column])));
      if (!res.write(text.join(""))) await whenDrained(res);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && !res.closed);
    res.end();
  };
}
