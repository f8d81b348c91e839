import type { AuditFilter } from "@horizon/contracts";
import { optionalText, text, type ValuesOf, wholeNumber } from "../../address/params";

/** The filters of the audit log as they stand in the address; `seq` is the entry that is open. */
export const auditParams = {
  actor: text,
  action: text,
  target: text,
  outcome: text,
  from: optionalText,
  to: optionalText,
  all: text,
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
    ...(from && isMoment(from) ? { from } : {}),
    ...(to && isMoment(to) ? { to } : {}),
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

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && text.endsWith("Z");
}
