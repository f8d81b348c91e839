import type { Db } from "@horizon/db";
import {
  changeIncident,
  createIncident,
  findIncident,
  type Incident,
  type IncidentChange,
  listIncidents,
} from "@horizon/db/auth";
import { z } from "zod";
import { idIn } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { userRoute } from "../auth-route.ts";
import { assessIncident, incidentMachine } from "../domain/incidents.ts";
import { authProblems } from "../problems.ts";
import { recordIncident } from "../record-incident.ts";
import { incidentFacts, incidentNote, incidentView, todayOf, toIncidentView } from "./incident-view.ts";

const tags = ["safeguards"] as const;
const params = z.strictObject({ incidentId: idIn("icd") });
const writers = ["compliance", "admin"] as const;
const readers = ["compliance", "admin", "auditor"] as const;
async function getIncident(db: Db, id: string): Promise<Incident> {
  const incident = await findIncident(db, id);
  if (incident === null) throw commonProblems.problem("resource.not_found");
  return incident;
}

/** An open incident, as the caller read it. */
async function getOpenIncident(db: Db, id: string, ifMatch: number): Promise<Incident> {
  const incident = await getIncident(db, id);
  if (incident.version !== ifMatch) throw commonProblems.problem("resource.stale");
  if (incident.state !== "open") {
    throw commonProblems.problem("state.invalid_transition", { detail: "A closed incident is not changed." });
  }
  return incident;
}

async function change(db: Db, incident: Incident, changed: IncidentChange): Promise<Incident> {
  const after = await changeIncident(db, incident, changed);
  if (after === null) throw commonProblems.problem("resource.stale");
  return after;
}

export const incidentRoutes = [
  userRoute({
    access: { roles: writers },
    method: "post",
    path: "/v1/incidents",
    operationId: "openIncident",
    summary: "Records that somebody had customers' information who should not",
    description:
      "From 500 consumers whose information counts as unencrypted on, the Federal Trade Commission has to be told within 30 days of the discovery (GLB-8); the answer says until when.",
    tags,
    idempotency: "required",
    body: z.strictObject({ ...incidentFacts, discovered_on: z.iso.date() }),
    responses: { 201: incidentView },
    handler: async (context, request) => {
      const { db, body, principal } = request;
      const today = todayOf(context);
      assertNotFuture(body.discovered_on, today, "/discovered_on");
      const incident = await createIncident(db, {
        title: body.title,
        summary: body.summary,
        discoveredOn: body.discovered_on,
        affectedCustomers: body.affected_customers,
        wasEncrypted: body.was_encrypted,
        keyWasAccessed: body.key_was_accessed,
        createdBy: principal.userId,
        createdAt: context.clock.now(),
      });
      await recordIncident(request, "incident.opened.v1", incident, {
        affected_customers: incident.affectedCustomers,
      });
      const view = toIncidentView(incident, today);
      return { status: 201, body: view, etag: incident.version, location: `/v1/incidents/${view.id}` };
    },
  }),
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/incidents",
    operationId: "listIncidents",
    summary: "Incidents, newest first",
    tags,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(incidentView) },
    handler: async (context, { db, query: { limit, cursor } }) => {
      const today = todayOf(context);
      const rows = await listIncidents(db, { limit, before: context.cursors.read(cursor, "incidents") });
      const view = (incident: Incident) => toIncidentView(incident, today);
      return { status: 200, body: context.cursors.page(rows, { limit, list: "incidents", view }) };
    },
  }),
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/incidents/:incidentId",
    operationId: "getIncident",
    summary: "One incident",
    tags,
    params,
    responses: { 200: incidentView },
    handler: async (context, { db, params: { incidentId } }) => {
      const incident = await getIncident(db, incidentId);
      return { status: 200, body: toIncidentView(incident, todayOf(context)), etag: incident.version };
    },
  }),
  userRoute({
    access: { roles: writers },
    method: "patch",
    path: "/v1/incidents/:incidentId",
    operationId: "changeIncident",
    summary: "Notes what became known since; the day of the discovery stays",
    tags,
    ifMatch: "required",
    params,
    body: z.strictObject(incidentFacts).partial(),
    responses: { 200: incidentView },
    handler: async (context, request) => {
      const { db, body, params: path, ifMatch } = request;
      const incident = await getOpenIncident(db, path.incidentId, ifMatch);
      const changed = await change(db, incident, {
        title: body.title,
        summary: body.summary,
        affectedCustomers: body.affected_customers,
        wasEncrypted: body.was_encrypted,
        keyWasAccessed: body.key_was_accessed,
      });
      await recordIncident(request, "incident.changed.v1", changed, {
        affected_customers: { from: incident.affectedCustomers, to: changed.affectedCustomers },
        was_encrypted: { from: incident.wasEncrypted, to: changed.wasEncrypted },
        key_was_accessed: { from: incident.keyWasAccessed, to: changed.keyWasAccessed },
      });
      return { status: 200, body: toIncidentView(changed, todayOf(context)), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: writers },
    method: "post",
    path: "/v1/incidents/:incidentId/ftc-report",
    operationId: "recordIncidentReport",
    summary: "Records that the Federal Trade Commission was told",
    tags,
    ifMatch: "required",
    params,
    body: z.strictObject({ reported_on: z.iso.date(), reference: z.string().trim().min(1).max(200) }),
    responses: { 200: incidentView },
    problems: ["incident.reported"],
    handler: async (context, request) => {
      const { db, body, params: path, ifMatch } = request;
      const incident = await getOpenIncident(db, path.incidentId, ifMatch);
      if (incident.reportedOn !== null) throw authProblems.problem("incident.reported");
      const today = todayOf(context);
      assertNotFuture(body.reported_on, today, "/reported_on");
      if (body.reported_on < incident.discoveredOn) {
        throw commonProblems.problem("request.invalid", {
          errors: [{ pointer: "/reported_on", code: "date", detail: "must not be before the discovery" }],
        });
      }
      const changed = await change(db, incident, {
        reportedOn: body.reported_on,
        reportReference: body.reference,
      });
      await recordIncident(request, "incident.reported.v1", changed, { reported_on: body.reported_on });
      return { status: 200, body: toIncidentView(changed, today), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: writers },
    method: "post",
    path: "/v1/incidents/:incidentId/close",
    operationId: "closeIncident",
    summary: "Closes an incident; not while a report is due",
    tags,
    ifMatch: "required",
    params,
    body: z.strictObject({ reason: incidentNote }),
    responses: { 200: incidentView },
    problems: ["incident.report_due"],
    handler: async (context, request) => {
      const { db, body, params: path, ifMatch } = request;
      const incident = await getIncident(db, path.incidentId);
      if (incident.version !== ifMatch) throw commonProblems.problem("resource.stale");
      incidentMachine.assertEdge(incident.state, "closed");
      const today = todayOf(context);
      const { report, ftcDueOn } = assessIncident(incident, today);
      if (report === "due" || report === "overdue") {
        throw authProblems.problem("incident.report_due", {
          detail: `It has to be told to the Federal Trade Commission until ${ftcDueOn}.`,
        });
      }
      const changed = await change(db, incident, { state: "closed", closedReason: body.reason });
      await recordIncident(request, "incident.closed.v1", changed, { from: incident.state }, body.reason);
      return { status: 200, body: toIncidentView(changed, today), etag: changed.version };
    },
  }),
];

function assertNotFuture(date: string, today: string, pointer: string): void {
  if (date <= today) return;
  throw commonProblems.problem("request.invalid", {
    errors: [{ pointer, code: "date", detail: "must not lie in the future" }],
  });
}
