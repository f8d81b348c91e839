import { listDocuments, lockDocument, updateDocument } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { dateOfCustomer } from "../date-of-customer.ts";
import { destroyObject } from "../destroy-object.ts";
import { documentChange } from "../document-change.ts";
import { documentUrlSeconds } from "../domain/document-check.ts";
import { findRetentionRefusal } from "../domain/retention.ts";
import { getVisibleCustomer, getVisibleDocument, lockVisibleCustomer } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { customerParams, documentParams, documentView, viewDocument } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

export const documentRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/documents",
    operationId: "listDocuments",
    summary: "Documents, newest first",
    tags: ["documents"],
    params: customerParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(documentView) },
    handler: async ({ db, cursors }, { principal, params, query }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const { limit } = query;
      const list = `documents ${customer.id}`;
      const cursor = cursors.read(query.cursor, list);
      const rows = await listDocuments(db, { customerId: customer.id, cursor, limit });
      return { status: 200, body: cursors.page(rows, { limit, list, view: viewDocument }) };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance", "auditor"] },
    method: "get",
    path: "/v1/documents/:documentId",
    operationId: "getDocument",
    summary: "What is known of one document",
    tags: ["documents"],
    params: documentParams,
    responses: { 200: documentView },
    handler: async ({ db }, { principal, params }) => ({
      status: 200,
      body: viewDocument(await getVisibleDocument(db, principal, params.documentId)),
    }),
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance"], stepUp: true },
    method: "post",
    path: "/v1/documents/:documentId/download",
    operationId: "downloadDocument",
    summary: "Gives a URL that downloads the file for a minute",
    tags: ["documents"],
    params: documentParams,
    responses: { 200: z.strictObject({ url: z.string(), expires_in_seconds: z.int() }) },
    problems: ["document.quarantined", "document.not_uploaded"],
    handler: async ({ clock, objects }, request) => {
      const { principal, db, params } = request;
      const document = await getVisibleDocument(db, principal, params.documentId);
      if (document.status === "pending") throw problem("document.not_uploaded");
      if (document.status !== "stored") throw problem("document.quarantined");
      const extension = document.objectKey.split(".").at(-1);
      const fileName = `${document.kind.replaceAll("_", "-")}.${extension}`;
      const url = await objects.presignGet(document.objectKey, {
        fileName,
        expiresSeconds: documentUrlSeconds,
      });
      const change = documentChange("document.read.v1", document, clock.now());
      const data = { ...change.data, user_id: principal.userId };
      await recordChange(db, actorOf(request), { ...change, data, visible: false });
      return { status: 200, body: { url, expires_in_seconds: documentUrlSeconds } };
    },
  }),
  userRoute({
    access: { roles: ["customer", "compliance"] },
    method: "delete",
    path: "/v1/documents/:documentId",
    operationId: "deleteDocument",
    summary: "Deletes a document that no duty keeps",
    tags: ["documents"],
    params: documentParams,
    responses: { 204: null },
    problems: ["document.retained"],
    handler: async ({ clock, objects }, request) => {
      const { principal, db, params } = request;
      const { customerId } = await getVisibleDocument(db, principal, params.documentId);
      const customer = await lockVisibleCustomer(db, principal, customerId);
      const document = await lockDocument(db, params.documentId);
      if (document === null) throw commonProblems.problem("resource.not_found");
      const now = clock.now();
      const refusal = findRetentionRefusal(
        { legalHold: document.legalHold || customer.legalHold, retainUntil: document.retainUntil },
        await dateOfCustomer(db, customer.id, now),
      );
      if (refusal !== null) throw problem("document.retained", { members: { ...refusal } });
      await updateDocument(db, document.id, { status: "deleted", deletedAt: now });
      await recordChange(db, actorOf(request), documentChange("document.deleted.v1", document, now));
      // Last: if the store fails the row comes back; a row without its object would never be noticed.
      await destroyObject(objects, document.objectKey);
      return { status: 204 };
    },
  }),
  userRoute({
    access: { roles: ["compliance"] },
    method: "put",
    path: "/v1/documents/:documentId/legal-hold",
    operationId: "setLegalHold",
    summary: "Keeps a document whatever its dates say, or lets it go",
    tags: ["documents"],
    params: documentParams,
    body: z.strictObject({ legal_hold: z.boolean(), reason: z.string().trim().min(5).max(300) }),
    responses: { 200: documentView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const document = await getVisibleDocument(db, principal, params.documentId);
      await lockVisibleCustomer(db, principal, document.customerId);
      const changed = await updateDocument(db, document.id, { legalHold: body.legal_hold });
      await recordChange(db, actorOf(request), {
        ...documentChange(
          body.legal_hold ? "document.held.v1" : "document.released.v1",
          changed,
          clock.now(),
        ),
        reason: body.reason,
        visible: false,
      });
      return { status: 200, body: viewDocument(changed) };
    },
  }),
];
