import { createHash } from "node:crypto";
import { addDays, dateInZone } from "@horizon/calendar";
import type { EventTypeOf } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import {
  createSalesMaterial,
  findSalesMaterial,
  listSalesMaterials,
  retireSalesMaterial,
  type SalesMaterial,
} from "@horizon/db/customer";
import { z } from "zod";
import type { UserPrincipal } from "../../../platform/access-token.ts";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { retainUntil } from "../domain/retention.ts";
import { assertVersion } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { civilDate, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const tags = ["sales records"];
const kinds = ["advertisement", "brochure", "telephone_script", "promotional_e_mail"] as const;

const materialView = z.strictObject({
  id: idOut("slm"),
  kind: z.enum(kinds),
  title: z.string(),
  text: z.string(),
  sha256: z.string(),
  used_from: civilDate,
  /** Last day of its use; null while it is used. */
  used_to: civilDate.nullable(),
  /** First day on which it is no longer kept; null while it is used. */
  kept_until: civilDate.nullable(),
  version: z.int(),
  created_at: instant,
});

function toView(material: SalesMaterial): z.input<typeof materialView> {
  return {
    id: publicIdOf("slm", material.id),
    kind: material.kind as (typeof kinds)[number],
    title: material.title,
    text: material.text,
    sha256: material.sha256,
    used_from: material.usedFrom,
    used_to: material.usedTo,
    kept_until: material.usedTo && addDays(retainUntil("tsr", material.usedTo), 1),
    version: material.version,
    created_at: material.createdAt.toISOString(),
  };
}

interface Request {
  readonly db: Db;
  readonly principal: UserPrincipal;
  readonly clientAddress: string;
  readonly requestId: string;
}

async function record(
  request: Request,
  type: Extract<EventTypeOf<"customer">, `sales_material.${string}`>,
  { id, kind, sha256 }: SalesMaterial,
): Promise<void> {
  const { db, requestId } = request;
  await appendEvent(db, "customer", {
    type,
    aggregateType: "sales_material",
    aggregateId: id,
    data: { sales_material_id: id },
    requestId,
  });
  await appendAudit(db, "customer", {
    ...actorOf(request),
    action: type.replace(/\.v\d+$/, ""),
    objectType: "sales_material",
    objectId: id,
    details: { kind, sha256 },
  });
}

/** TSR-4: advertisements and scripts as they were used, word for word; kept five years after their last use. */
export const salesMaterialRoutes = [
  userRoute({
    access: { roles: ["compliance", "admin"] },
    method: "post",
    path: "/v1/sales-materials",
    operationId: "recordSalesMaterial",
    summary: "Keeps an advertisement or script as it is used",
    description: "A changed text is another record: what was said before stays as it was (TSR-4).",
    tags,
    idempotency: "required",
    body: z.strictObject({
      kind: z.enum(kinds),
      title: z.string().trim().min(3).max(200),
      text: z.string().trim().min(10).max(100_000),
      used_from: civilDate,
    }),
    responses: { 201: materialView },
    handler: async ({ clock }, request) => {
      const { db, body, principal } = request;
      const now = clock.now();
      const material = await createSalesMaterial(db, {
        id: newId(),
        kind: body.kind,
        title: body.title,
        text: body.text,
        sha256: createHash("sha256").update(body.text).digest("hex"),
        usedFrom: body.used_from,
        createdBy: principal.userId,
        createdAt: now,
      });
      await record(request, "sales_material.recorded.v1", material);
      return { status: 201, body: toView(material), etag: material.version };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/sales-materials",
    operationId: "listSalesMaterials",
    summary: "Advertisements and scripts, newest first; with `used_on`, those in use on that day",
    tags,
    query: z.strictObject({ ...pageQuery, used_on: civilDate.optional() }),
    responses: { 200: pageOf(materialView) },
    handler: async ({ db, cursors }, { query: { limit, cursor, used_on } }) => {
      const list = `sales-materials ${used_on ?? ""}`;
      const rows = await listSalesMaterials(db, {
        usedOn: used_on,
        cursor: cursors.read(cursor, list),
        limit,
      });
      return { status: 200, body: cursors.page(rows, { limit, list, view: toView }) };
    },
  }),
  userRoute({
    access: { roles: ["compliance", "admin"] },
    method: "post",
    path: "/v1/sales-materials/:salesMaterialId/retire",
    operationId: "retireSalesMaterial",
    summary: "Says on which day it was last used: from then on the five years run",
    tags,
    ifMatch: "required",
    params: z.strictObject({ salesMaterialId: idIn("slm") }),
    body: z.strictObject({ used_to: civilDate }),
    responses: { 200: materialView },
    problems: ["sales_material.retired"],
    handler: async ({ clock }, request) => {
      const { db, params, body, ifMatch } = request;
      const found = await findSalesMaterial(db, params.salesMaterialId);
      if (found === null) throw commonProblems.problem("resource.not_found");
      assertVersion(found, ifMatch);
      if (found.usedTo !== null) throw problem("sales_material.retired");
      const today = dateInZone(clock.now(), "UTC");
      if (body.used_to < found.usedFrom || body.used_to > today) {
        throw commonProblems.problem("request.invalid", {
          errors: [
            { pointer: "/used_to", code: "date", detail: `must lie between ${found.usedFrom} and ${today}` },
          ],
        });
      }
      const retired = await retireSalesMaterial(db, found, body.used_to);
      if (retired === null) throw commonProblems.problem("resource.stale");
      await record(request, "sales_material.retired.v1", retired);
      return { status: 200, body: toView(retired), etag: retired.version };
    },
  }),
];
