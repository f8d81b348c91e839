import { dateInZone } from "@horizon/calendar";
import { addSafeguardRecord, listSafeguardRecords, listSafeguardsDone } from "@horizon/db/auth";
import { z } from "zod";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { userRoute } from "../auth-route.ts";
import { assessSafeguard, safeguardDuties, safeguards } from "../domain/safeguards.ts";
import { authProblems } from "../problems.ts";
import { recordSafeguard, safeguardRecordView, toSafeguardView } from "../record-safeguard.ts";

const tags = ["safeguards"] as const;
const readers = ["compliance", "admin", "auditor"] as const;
const params = z.strictObject({ duty: z.enum(safeguardDuties) });

export const safeguardRoutes = [
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/safeguards",
    operationId: "listSafeguards",
    summary: "What the Safeguards Rule wants done again and again, when it was, and when it is due",
    tags,
    responses: {
      200: z.strictObject({
        data: z.array(
          z.strictObject({
            duty: z.enum(safeguardDuties),
            rule: z.string(),
            source: z.string(),
            every_months: z.int(),
            last_done_on: z.iso.date().nullable(),
            due_on: z.iso.date().nullable(),
            state: z.enum(["never_done", "done", "due_soon", "overdue"]),
          }),
        ),
      }),
    },
    handler: async ({ clock }, { db }) => {
      const done = await listSafeguardsDone(db);
      const today = dateInZone(clock.now(), "UTC");
      const data = safeguardDuties.map((duty) => {
        const { rule, source, everyMonths } = safeguards[duty];
        const last = done.get(duty) ?? null;
        const { state, dueOn } = assessSafeguard(duty, last, today);
        return { duty, rule, source, every_months: everyMonths, last_done_on: last, due_on: dueOn, state };
      });
      return { status: 200, body: { data } };
    },
  }),
  userRoute({
    access: { roles: readers },
    method: "get",
    path: "/v1/safeguards/:duty/records",
    operationId: "listSafeguardRecords",
    summary: "When a duty was done, newest first, and where the evidence is",
    tags,
    params,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(safeguardRecordView) },
    handler: async ({ cursors }, { db, params: { duty }, query: { limit, cursor } }) => {
      const list = `safeguards:${duty}`;
      const rows = await listSafeguardRecords(db, { duty, limit, before: cursors.read(cursor, list) });
      return { status: 200, body: cursors.page(rows, { limit, list, view: toSafeguardView }) };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin"] },
    method: "post",
    path: "/v1/safeguards/:duty/records",
    operationId: "recordSafeguard",
    summary: "Records that a duty was done",
    description:
      "A review of access is recorded at POST /v1/access-reviews alone: there it is known what was reviewed.",
    tags,
    idempotency: "required",
    params,
    body: z.strictObject({
      performed_on: z.iso.date(),
      summary: z.string().trim().min(3).max(2_000),
      evidence: z.string().trim().min(3).max(500).describe("Where the report or the minutes are kept"),
    }),
    responses: { 201: safeguardRecordView },
    problems: ["access_review.unread"],
    handler: async (context, request) => {
      const { db, body, params: path, principal } = request;
      if (path.duty === "access_review") throw authProblems.problem("access_review.unread");
      if (body.performed_on > dateInZone(context.clock.now(), "UTC")) {
        throw commonProblems.problem("request.invalid", {
          errors: [{ pointer: "/performed_on", code: "date", detail: "must not lie in the future" }],
        });
      }
      const record = await addSafeguardRecord(db, {
        duty: path.duty,
        performedOn: body.performed_on,
        summary: body.summary,
        evidence: body.evidence,
        details: {},
        recordedBy: principal.userId,
        createdAt: context.clock.now(),
      });
      await recordSafeguard(request, record);
      return { status: 201, body: toSafeguardView(record) };
    },
  }),
];
