import type { AuditFilter } from "@horizon/contracts";
import { moment, textUpTo, type ValuesOf, wholeNumber } from "../../address/params";

/** The filters of the audit log as they stand in the address; `seq` is the entry that is open. */
export const auditParams = {
  actor: textUpTo(100),
  action: textUpTo(60),
  target: textUpTo(300),
  outcome: textUpTo(40),
  from: moment,
  to: moment,
  all: textUpTo(1),
  seq: wholeNumber,
};
export type AuditParams = ValuesOf<typeof auditParams>;

type Filter = Omit<AuditFilter, "cursor" | "limit">;
const pageSize = 50;

/** What is filtered. The log of an environment; `all=1` also has what belongs to none, such as members. */
function chosenOf(environment: string, params: AuditParams): Filter {
  const { actor, action, target, outcome, from, to, all } = params;
  return {
    ...(all ? {} : { environment }),
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(target ? { target } : {}),
    ...(outcome ? { outcome } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** What to ask for; server and browser ask with the same words. */
export function auditFilterOf(environment: string, params: AuditParams): Filter & { limit: number } {
  return { ...chosenOf(environment, params), limit: pageSize };
}

/** Where the same entries can be downloaded, all of them. */
export function auditCsvHref(environment: string, params: AuditParams): string {
  const query = new URLSearchParams(Object.entries(chosenOf(environment, params))).toString();
  return query ? `/api/stream/audit.csv?${query}` : "/api/stream/audit.csv";
}
