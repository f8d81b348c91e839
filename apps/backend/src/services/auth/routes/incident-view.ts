import { dateInZone } from "@horizon/calendar";
import type { Incident } from "@horizon/db/auth";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { assessIncident } from "../domain/incidents.ts";

const count = z.int().min(0).max(100_000_000);
export const incidentNote = z.string().trim().min(3).max(2_000);

export const incidentFacts = {
  title: z.string().trim().min(3).max(200),
  summary: incidentNote.describe("What happened; no customer's name or number"),
  affected_customers: count.describe("How many consumers' information; the best estimate"),
  was_encrypted: z.boolean().nullable().describe("Null while nobody knows: it counts as no"),
  key_was_accessed: z.boolean().nullable().describe("Null while nobody knows: it counts as yes"),
};

export const incidentView = z.strictObject({
  id: idOut("icd"),
  ...incidentFacts,
  discovered_on: z.iso.date(),
  state: z.enum(["open", "closed"]),
  counts_as_unencrypted: z.boolean(),
  /** Last day on which the Federal Trade Commission can be told; null when it need not be. */
  ftc_due_on: z.iso.date().nullable(),
  ftc_report: z.enum(["not_required", "due", "overdue", "made"]),
  reported_on: z.iso.date().nullable(),
  report_reference: z.string().nullable(),
  closed_reason: z.string().nullable(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

/** The company's date: UTC is ahead of all of the US, so nothing counts as in time that was late. */
export const todayOf = ({ clock }: { readonly clock: { now(): Date } }) => dateInZone(clock.now(), "UTC");

export function toIncidentView(incident: Incident, today: string): z.input<typeof incidentView> {
  const { isUnencrypted, ftcDueOn, report } = assessIncident(incident, today);
  return {
    id: publicIdOf("icd", incident.id),
    title: incident.title,
    summary: incident.summary,
    affected_customers: incident.affectedCustomers,
    was_encrypted: incident.wasEncrypted,
    key_was_accessed: incident.keyWasAccessed,
    discovered_on: incident.discoveredOn,
    state: incident.state,
    counts_as_unencrypted: isUnencrypted,
    ftc_due_on: ftcDueOn,
    ftc_report: report,
    reported_on: incident.reportedOn,
    report_reference: incident.reportReference,
    closed_reason: incident.closedReason,
    version: incident.version,
    created_at: incident.createdAt.toISOString(),
  };
}
