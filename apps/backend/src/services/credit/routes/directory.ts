import { dateInZone } from "@horizon/calendar";
import { bureaus } from "@horizon/contracts/backend";
import {
  findFurnisher,
  listBureauAddresses,
  listFurnishers,
  updateBureauAddress,
  updateFurnisher,
} from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CreditContext } from "../context.ts";
import { prefixes } from "../ids.ts";
import { audit, tell } from "../record-change.ts";

const { userRoute } = routesOf<CreditContext>();
const tags = ["Directory"];
const readers = { roles: ["agent", "compliance", "auditor"] } as const;
const line = z.string().trim().min(1).max(120);

const address = z.strictObject({
  line1: line,
  line2: line.optional(),
  city: line,
  state: z.string().regex(/^[A-Z]{2}$/),
  postal_code: z.string().regex(/^\d{5}(-\d{4})?$/),
});
const verified = z.strictObject({ name: line, address });
const bureauView = z.strictObject({
  bureau: z.enum(bureaus),
  name: z.string(),
  address,
  /** Null: nobody has checked the address yet. */
  verified_on: z.iso.date().nullable(),
  version: z.int(),
});
const furnisherView = z.strictObject({
  id: idOut(prefixes.furnisher),
  name: z.string(),
  address: address.nullable(),
  verified_on: z.iso.date().nullable(),
  version: z.int(),
});

const listBureaus = userRoute({
  access: readers,
  method: "get",
  path: "/v1/bureaus",
  operationId: "listBureaus",
  summary: "The bureaus, and where disputes go",
  tags,
  responses: { 200: z.strictObject({ data: z.array(bureauView) }) },
  handler: async (_context, { db }) => {
    const rows = await listBureauAddresses(db);
    const data = rows.map(({ bureau, name, verifiedOn, version, ...row }) => ({
      ...{ bureau, name, version },
      address: address.parse(row.address),
      verified_on: verifiedOn,
    }));
    return { status: 200, body: { data } };
  },
});

const verifyBureau = userRoute({
  access: { roles: ["compliance"] },
  method: "patch",
  path: "/v1/bureaus/:bureau",
  operationId: "verifyBureau",
  summary: "Set the checked address of a bureau",
  tags,
  params: z.strictObject({ bureau: z.enum(bureaus) }),
  body: verified,
  ifMatch: "required",
  responses: { 204: null },
  handler: async ({ clock }, request) => {
    const { params, body, principal, db, ifMatch } = request;
    const verifiedOn = dateInZone(clock.now(), "UTC");
    await updateBureauAddress(
      db,
      params.bureau,
      { ...body, verifiedOn, verifiedBy: principal.userId },
      ifMatch,
    );
    const actor = actorOf(request);
    await tell(
      db,
      actor,
      "bureau.updated.v1",
      { type: "bureau", id: bureauAggregates[params.bureau] },
      params,
    );
    await audit(db, actor, "bureau.updated", { objectType: "bureau", objectId: params.bureau });
    return { status: 204, etag: ifMatch + 1 };
  },
});

/** Events are ordered by the UUID of what they tell of; a bureau has none of its own. */
const bureauAggregates = {
  EFX: "00000000-0000-7000-8000-000000000001",
  EXP: "00000000-0000-7000-8000-000000000002",
  TUC: "00000000-0000-7000-8000-000000000003",
} as const;

const listAllFurnishers = userRoute({
  access: readers,
  method: "get",
  path: "/v1/furnishers",
  operationId: "listFurnishers",
  summary: "Companies that report to bureaus",
  tags,
  query: z.strictObject({ ...pageQuery, q: z.string().trim().min(2).max(80).optional() }),
  responses: { 200: pageOf(furnisherView) },
  handler: async ({ cursors }, { query, db }) => {
    const list = `furnishers:${query.q ?? ""}`;
    const after = cursors.read(query.cursor, list);
    const rows = await listFurnishers(db, { q: query.q, after, limit: query.limit + 1 });
    const page = cursors.page(rows, {
      limit: query.limit,
      list,
      view: ({ id, name, verifiedOn, version, ...row }) => ({
        id: publicIdOf(prefixes.furnisher, id),
        name,
        address: row.address === null ? null : address.parse(row.address),
        verified_on: verifiedOn,
        version,
      }),
    });
    return { status: 200, body: page };
  },
});

const verifyFurnisher = userRoute({
  access: { roles: ["compliance"] },
  method: "patch",
  path: "/v1/furnishers/:furnisherId",
  operationId: "verifyFurnisher",
  summary: "Set the checked address of a furnisher",
  tags,
  params: z.strictObject({ furnisherId: idIn(prefixes.furnisher) }),
  body: verified,
  ifMatch: "required",
  responses: { 204: null },
  handler: async ({ clock }, request) => {
    const { params, body, principal, db, ifMatch } = request;
    const { furnisherId: id } = params;
    if ((await findFurnisher(db, id)) === null) throw commonProblems.problem("resource.not_found");
    const verifiedOn = dateInZone(clock.now(), "UTC");
    await updateFurnisher(db, id, { ...body, verifiedOn, verifiedBy: principal.userId }, ifMatch);
    const actor = actorOf(request);
    await tell(db, actor, "furnisher.updated.v1", { type: "furnisher", id }, { furnisher_id: id });
    await audit(db, actor, "furnisher.updated", { objectType: "furnisher", objectId: id });
    return { status: 204, etag: ifMatch + 1 };
  },
});

export const directoryRoutes = [listBureaus, verifyBureau, listAllFurnishers, verifyFurnisher];
