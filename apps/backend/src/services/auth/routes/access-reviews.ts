import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import {
  type ApiClient,
  addSafeguardRecord,
  listApiClients,
  listSafeguardsDone,
  listStaffAccess,
  type StaffAccess,
} from "@horizon/db/auth";
import { z } from "zod";
import { publicIdOf } from "../../../platform/ids.ts";
import { userRoute } from "../auth-route.ts";
import { type AccessSubject, accessConcerns, digestAccess, listConcerns } from "../domain/access-review.ts";
import { assessSafeguard } from "../domain/safeguards.ts";
import { authProblems } from "../problems.ts";
import { recordSafeguard, safeguardRecordView, toSafeguardView } from "../record-safeguard.ts";

const tags = ["safeguards"] as const;

interface NamedSubject extends AccessSubject {
  readonly name: string;
  readonly publicId: string;
}

async function listSubjects(db: Db): Promise<NamedSubject[]> {
  const staff = await listStaffAccess(db);
  const clients: ApiClient[] = [];
  for (let before: { at: Date; id: string } | undefined; ; ) {
    const page = await listApiClients(db, { before, limit: 100 });
    clients.push(...page.slice(0, 100));
    const last = page[99];
    if (page.length <= 100 || last === undefined) break;
    before = { at: last.createdAt, id: last.id };
  }
  return [...staff.map(ofStaff), ...clients.map(ofClient)];
}

function ofStaff({ id, name, role, disabledAt, createdAt, hasSecondFactor, lastSignInAt }: StaffAccess) {
  return {
    id,
    publicId: publicIdOf("usr", id),
    name: name ?? "",
    kind: "staff" as const,
    role,
    scopes: [],
    isActive: disabledAt === null,
    hasSecondFactor,
    lastSignInAt,
    createdAt,
    allowedAddresses: [],
  };
}

function ofClient({ id, name, scopes, allowedAddresses, createdAt, revokedAt }: ApiClient) {
  return {
    id,
    publicId: publicIdOf("cli", id),
    name,
    kind: "client" as const,
    role: null,
    scopes,
    isActive: revokedAt === null,
    hasSecondFactor: false,
    lastSignInAt: null,
    createdAt,
    allowedAddresses,
  };
}

export const accessReviewRoutes = [
  userRoute({
    access: { roles: ["compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/access-review",
    operationId: "getAccessReview",
    summary: "Who can come in, as what, and what has to be answered for",
    description:
      "Every member of staff and every API client that is not disabled. `digest` names what is shown here; the review is recorded with it at POST /v1/access-reviews (GLB-3).",
    tags,
    responses: {
      200: z.strictObject({
        digest: z.string(),
        last_reviewed_on: z.iso.date().nullable(),
        due_on: z.iso.date().nullable(),
        state: z.enum(["never_done", "done", "due_soon", "overdue"]),
        subjects: z.array(
          z.strictObject({
            id: z.string(),
            kind: z.enum(["staff", "client"]),
            name: z.string(),
            role: z.string().nullable(),
            scopes: z.array(z.string()),
            has_second_factor: z.boolean(),
            last_sign_in_at: z.iso.datetime().nullable(),
            created_at: z.iso.datetime(),
            concerns: z.array(z.enum(accessConcerns)),
          }),
        ),
      }),
    },
    handler: async ({ now, clock }, { db }) => {
      const subjects = await listSubjects(db);
      const last = (await listSafeguardsDone(db)).get("access_review") ?? null;
      const { state, dueOn } = assessSafeguard("access_review", last, dateInZone(clock.now(), "UTC"));
      const shown = subjects.filter(({ isActive }) => isActive);
      const body = {
        digest: digestAccess(subjects),
        last_reviewed_on: last,
        due_on: dueOn,
        state,
        subjects: shown.map((subject) => ({
          id: subject.publicId,
          kind: subject.kind,
          name: subject.name,
          role: subject.role,
          scopes: [...subject.scopes],
          has_second_factor: subject.hasSecondFactor,
          last_sign_in_at: subject.lastSignInAt?.toISOString() ?? null,
          created_at: subject.createdAt.toISOString(),
          concerns: listConcerns(subject, now()),
        })),
      };
      return { status: 200, body };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin"], stepUp: true },
    method: "post",
    path: "/v1/access-reviews",
    operationId: "recordAccessReview",
    summary: "Records that all access was reviewed",
    description:
      "Refused when somebody came, went or changed since it was read, and while a concern is not answered for. Whoever should not come in is disabled or revoked before. Nobody answers for their own access.",
    tags,
    idempotency: "required",
    body: z.strictObject({
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      answers: z
        .array(z.strictObject({ id: z.string().max(40), reason: z.string().trim().min(3).max(500) }))
        .max(1_000),
    }),
    responses: { 201: safeguardRecordView },
    problems: ["access_review.changed", "access_review.unanswered"],
    handler: async ({ now, clock }, request) => {
      const { db, body, principal } = request;
      const subjects = await listSubjects(db);
      if (digestAccess(subjects) !== body.digest) throw authProblems.problem("access_review.changed");
      const answered = new Map(body.answers.map(({ id, reason }) => [id, reason]));
      const concerns = subjects.map((subject) => ({ subject, found: listConcerns(subject, now()) }));
      const open = concerns.filter(
        ({ subject, found }) =>
          found.length > 0 && subject.id !== principal.userId && !answered.has(subject.publicId),
      );
      if (open.length > 0) {
        throw authProblems.problem("access_review.unanswered", {
          errors: open.map(({ subject, found }) => ({
            pointer: "/answers",
            code: "unanswered",
            detail: `${subject.publicId}: ${found.join(", ")}`,
          })),
        });
      }
      const active = subjects.filter(({ isActive }) => isActive);
      const record = await addSafeguardRecord(db, {
        duty: "access_review",
        performedOn: dateInZone(clock.now(), "UTC"),
        summary: `${active.length} who can come in were reviewed.`,
        evidence: `digest ${body.digest}`,
        details: {
          digest: body.digest,
          subjects: active.map(({ publicId, role, scopes }) => ({ id: publicId, role, scopes: [...scopes] })),
          answers: concerns
            .filter(({ found, subject }) => found.length > 0 && subject.id !== principal.userId)
            .map(({ subject: { publicId }, found }) => ({
              id: publicId,
              concerns: found,
              reason: answered.get(publicId) ?? "",
            })),
          // Somebody else has to answer for the reviewer, with the next review at the latest.
          own_access_left_out: concerns.some(
            ({ subject, found }) => subject.id === principal.userId && found.length > 0,
          ),
        },
        recordedBy: principal.userId,
        createdAt: clock.now(),
      });
      await recordSafeguard(request, record);
      return { status: 201, body: toSafeguardView(record) };
    },
  }),
];
