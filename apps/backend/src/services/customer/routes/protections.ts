import { dateInZone } from "@horizon/calendar";
import { bureaus } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  changeProtection,
  createProtection,
  findCurrentAddress,
  findDocument,
  findProtection,
  listProtections,
  type Protection,
  type ProtectionChange,
} from "@horizon/db/customer";
import { z } from "zod";
import type { UserPrincipal } from "../../../platform/access-token.ts";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import {
  actBy,
  endsOn,
  needsTheftReport,
  type ProtectionState,
  protectionChannels,
  protectionKinds,
  protectionMachine,
} from "../domain/protections.ts";
import { assertVersion, getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { civilDate, customerParams, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const tags = ["protections"];
/** FCRA-17: nobody asks a bureau for these in the customer's place. */
const ownerOnly = ["customer"] as const;
const protectionParams = z.strictObject({ protectionId: idIn("ptn") });
const date = civilDate.nullable();

const protectionView = z.strictObject({
  id: idOut("ptn"),
  kind: z.enum(protectionKinds),
  bureau: z.enum(bureaus),
  channel: z.enum(protectionChannels),
  state: z.enum(["requested", "in_place", "ended", "withdrawn"]),
  requested_on: civilDate,
  /** Until when the bureau has to act; null where the law names no day. */
  act_by: date,
  placed_on: date,
  /** When it ends by itself; null for one that lasts until it is ended. */
  ends_on: date,
  ended_on: date,
  document_id: idOut("doc").nullable(),
  version: z.int(),
  created_at: instant,
});

function toView(protection: Protection): z.input<typeof protectionView> {
  return {
    id: publicIdOf("ptn", protection.id),
    kind: protection.kind as (typeof protectionKinds)[number],
    bureau: protection.bureau as (typeof bureaus)[number],
    channel: protection.channel as (typeof protectionChannels)[number],
    state: protection.state as ProtectionState,
    requested_on: protection.requestedOn,
    act_by: protection.actBy,
    placed_on: protection.placedOn,
    ends_on: protection.endsOn,
    ended_on: protection.endedOn,
    document_id: protection.documentId && publicIdOf("doc", protection.documentId),
    version: protection.version,
    created_at: protection.createdAt.toISOString(),
  };
}

interface OwnRequest {
  readonly db: Db;
  readonly principal: UserPrincipal;
  readonly ifMatch: number;
  readonly params: { readonly protectionId: string };
  readonly clientAddress: string;
  readonly requestId: string;
}

/** The customer's own protection, as they read it, their row held; and the date where they are. */
async function holdOwn({ clock }: CustomerContext, { db, principal, params, ifMatch }: OwnRequest) {
  const found = await findProtection(db, params.protectionId);
  if (found === null) throw commonProblems.problem("resource.not_found");
  await lockVisibleCustomer(db, principal, found.customerId);
  assertVersion(found, ifMatch);
  const address = await findCurrentAddress(db, found.customerId);
  return { found, today: dateInZone(clock.now(), address?.zone ?? null) };
}

/** Takes an edge: the row, one event, one audit row. */
async function move(
  { clock }: CustomerContext,
  request: OwnRequest,
  found: Protection,
  to: Exclude<ProtectionState, "requested">,
  change: ProtectionChange,
): Promise<Protection> {
  const { db } = request;
  protectionMachine.assertEdge(found.state as ProtectionState, to);
  const changed = await changeProtection(db, found, { ...change, state: to });
  if (changed === null) throw commonProblems.problem("resource.stale");
  await recordChange(db, actorOf(request), {
    type: `protection.${to}.v1`,
    data: { customer_id: found.customerId, protection_id: found.id },
    customerId: found.customerId,
    object: { type: "protection", id: found.id },
    at: clock.now(),
    before: { state: found.state },
    after: { state: to },
  });
  return changed;
}

function assertBetween(on: string, from: string, today: string, pointer: string): void {
  if (on >= from && on <= today) return;
  throw commonProblems.problem("request.invalid", {
    errors: [{ pointer, code: "date", detail: `must lie between ${from} and ${today}` }],
  });
}

export const protectionRoutes = [
  userRoute({
    access: { roles: ownerOnly },
    method: "post",
    path: "/v1/customers/:customerId/protections",
    operationId: "requestProtection",
    summary: "Notes that you asked a bureau for a fraud alert, a freeze or a lift",
    description:
      "You ask the bureau yourself, and it is free; nobody may do it in your place. Here you keep what you asked for, until when the bureau has to act, and when it ends (FCRA-17). An extended alert rests on an identity theft report, which is one of your stored documents.",
    tags,
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      kind: z.enum(protectionKinds),
      bureau: z.enum(bureaus),
      channel: z.enum(protectionChannels),
      requested_on: civilDate,
      document_id: idIn("doc").nullable().default(null),
    }),
    responses: { 201: protectionView },
    problems: ["fcra.theft_report_missing"],
    handler: async ({ clock }, request) => {
      const { db, principal, params, body } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const address = await findCurrentAddress(db, customer.id);
      const today = dateInZone(now, address?.zone ?? null);
      assertBetween(body.requested_on, "2000-01-01", today, "/requested_on");
      const document = body.document_id === null ? null : await findDocument(db, body.document_id);
      if (body.document_id !== null && document?.customerId !== customer.id) {
        throw commonProblems.problem("resource.not_found");
      }
      if (needsTheftReport(body.kind) && document?.status !== "stored") {
        throw problem("fcra.theft_report_missing");
      }
      const protection = await createProtection(db, {
        id: newId(),
        customerId: customer.id,
        kind: body.kind,
        bureau: body.bureau,
        channel: body.channel,
        requestedOn: body.requested_on,
        actBy: actBy(body.kind, body.channel, body.requested_on),
        documentId: body.document_id,
        createdAt: now,
      });
      await recordChange(db, actorOf(request), {
        type: "protection.requested.v1",
        data: { customer_id: customer.id, protection_id: protection.id },
        customerId: customer.id,
        object: { type: "protection", id: protection.id },
        at: now,
        after: { state: protection.state },
      });
      return { status: 201, body: toView(protection), etag: protection.version };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/protections",
    operationId: "listProtections",
    summary: "Fraud alerts, freezes and lifts, newest first",
    tags,
    params: customerParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(protectionView) },
    handler: async ({ db, cursors }, { principal, params, query: { limit, cursor } }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const list = `protections ${customer.id}`;
      const rows = await listProtections(db, {
        customerId: customer.id,
        cursor: cursors.read(cursor, list),
        limit,
      });
      return { status: 200, body: cursors.page(rows, { limit, list, view: toView }) };
    },
  }),
  userRoute({
    access: { roles: ownerOnly },
    method: "post",
    path: "/v1/protections/:protectionId/place",
    operationId: "placeProtection",
    summary: "Notes that the bureau did it, and from when",
    tags,
    ifMatch: "required",
    params: protectionParams,
    body: z.strictObject({ placed_on: civilDate }),
    responses: { 200: protectionView },
    handler: async (context, request) => {
      const { found, today } = await holdOwn(context, request);
      const { placed_on } = request.body;
      assertBetween(placed_on, found.requestedOn, today, "/placed_on");
      const ends = endsOn(found.kind as (typeof protectionKinds)[number], placed_on);
      const changed = await move(context, request, found, "in_place", { placedOn: placed_on, endsOn: ends });
      return { status: 200, body: toView(changed), etag: changed.version };
    },
  }),
  userRoute({
    access: { roles: ownerOnly },
    method: "post",
    path: "/v1/protections/:protectionId/end",
    operationId: "endProtection",
    summary: "Notes that it is over, or was never done",
    tags,
    ifMatch: "required",
    params: protectionParams,
    body: z.strictObject({ ended_on: civilDate }),
    responses: { 200: protectionView },
    handler: async (context, request) => {
      const { found, today } = await holdOwn(context, request);
      const { ended_on } = request.body;
      assertBetween(ended_on, found.placedOn ?? found.requestedOn, today, "/ended_on");
      const to = found.state === "requested" ? "withdrawn" : "ended";
      const changed = await move(context, request, found, to, { endedOn: ended_on });
      return { status: 200, body: toView(changed), etag: changed.version };
    },
  }),
];
