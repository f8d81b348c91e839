import { dateInZone } from "@horizon/calendar";
import { type Db, inTransaction } from "@horizon/db";
import {
  type CustomerDocument,
  createDocument,
  findCurrentAddress,
  listDocuments,
  lockDocument,
  updateDocument,
} from "@horizon/db/customer";
import { isAppError } from "@horizon/errors";
import { z } from "zod";
import { newId } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { destroyObject } from "../destroy-object.ts";
import {
  documentContentTypes,
  documentMaxBytes,
  findDocumentFault,
  isQuarantined,
} from "../domain/document-check.ts";
import { findRetentionRefusal, retainUntil } from "../domain/retention.ts";
import { stripJpegMetadata } from "../domain/strip-jpeg-metadata.ts";
import { getVisibleCustomer, getVisibleDocument, lockVisibleCustomer } from "../find-visible.ts";
import { sha256Of, toBase64 } from "../give-contract-copies.ts";
import { problem } from "../problems.ts";
import { actorOf, recordChange } from "../record-change.ts";
import { customerParams, documentParams, documentView, viewDocument } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const urlSeconds = 60;
/** What people may bring; the other kinds are written by us. */
const uploadKinds = [
  "identity_proof",
  "address_proof",
  "credit_report",
  "bureau_response",
  "police_report",
  "supporting",
  "cancellation_notice",
] as const;
const extensions = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

const uploadView = z.strictObject({
  document: documentView,
  upload: z.strictObject({
    method: z.literal("PUT"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expires_in_seconds: z.int(),
  }),
});

export const documentRoutes = [
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "post",
    path: "/v1/customers/:customerId/documents",
    operationId: "createDocument",
    summary: "Announces a file and gives the place to upload it to",
    description:
      "PUT the file to `upload.url` with exactly `upload.headers` within a minute, then complete the document.",
    tags: ["documents"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      kind: z.enum(uploadKinds),
      content_type: z.string().max(100),
      size_bytes: z.int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    responses: { 201: uploadView },
    problems: ["document.type_unsupported"],
    handler: async ({ clock, objects }, request) => {
      const { principal, body, db, params } = request;
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const contentType = documentContentTypes.find((type) => type === body.content_type);
      if (contentType === undefined) throw problem("document.type_unsupported");
      if (body.size_bytes > documentMaxBytes) throw commonProblems.problem("request.too_large");
      const now = clock.now();
      const id = newId();
      const document = await createDocument(db, {
        id,
        customerId: customer.id,
        kind: body.kind,
        status: "pending",
        contentType,
        sizeBytes: body.size_bytes,
        sha256: body.sha256,
        objectKey: `customers/${customer.id}/uploads/${id}`,
        retentionClass: body.kind === "cancellation_notice" ? "croa_evidence" : "customer",
        retainUntil: null,
        uploadedBy: principal.userId,
        createdAt: now,
        storedAt: null,
      });
      const upload = await objects.presignPut(document.objectKey, {
        contentType,
        sizeBytes: document.sizeBytes,
        sha256: toBase64(document.sha256),
        expiresSeconds: urlSeconds,
      });
      await recordChange(db, actorOf(request), documentChange("document.pending.v1", document, now));
      return {
        status: 201,
        body: {
          document: viewDocument(document),
          upload: {
            method: "PUT" as const,
            url: upload.url,
            headers: { ...upload.headers },
            expires_in_seconds: urlSeconds,
          },
        },
      };
    },
  }),
  userRoute({
    access: { roles: ["customer", "agent", "compliance"] },
    method: "post",
    path: "/v1/documents/:documentId/complete",
    operationId: "completeDocument",
    summary: "Has an uploaded file checked and taken",
    description:
      "Size, hash and first bytes must be as announced; what acts by itself is kept apart. Places and cameras are taken out of JPEG pictures.",
    tags: ["documents"],
    transaction: "none",
    params: documentParams,
    responses: { 200: documentView },
    problems: ["document.not_uploaded"],
    handler: async (context, request) => {
      const { principal, params } = request;
      const found = await getVisibleDocument(context.db, principal, params.documentId);
      if (principal.role !== "compliance" && found.uploadedBy !== principal.userId) {
        throw commonProblems.problem("resource.not_found");
      }
      assertPending(found);
      const checked = await checkUpload(context, found);
      const document = await inTransaction(context.db, async (db) => {
        await lockVisibleCustomer(db, principal, found.customerId);
        const locked = await lockDocument(db, found.id);
        if (locked === null) throw commonProblems.problem("resource.not_found");
        assertPending(locked);
        const changed = await updateDocument(db, locked.id, checked);
        const change = documentChange(`document.${checked.status}.v1`, changed, context.clock.now());
        await recordChange(db, actorOf(request), change);
        return changed;
      });
      return { status: 200, body: viewDocument(document) };
    },
  }),
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
      const url = await objects.presignGet(document.objectKey, { fileName, expiresSeconds: urlSeconds });
      const change = documentChange("document.read.v1", document, clock.now());
      const data = { ...change.data, user_id: principal.userId };
      await recordChange(db, actorOf(request), { ...change, data, visible: false });
      return { status: 200, body: { url, expires_in_seconds: urlSeconds } };
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
        await todayOfCustomer(db, customer.id, now),
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

function assertPending({ status }: CustomerDocument): void {
  if (status === "pending") return;
  throw commonProblems.problem("state.invalid_transition", { members: { from: status, to: "stored" } });
}

/** Reads what was uploaded and, when it is sound, puts it where uploaders cannot reach it. @returns what becomes of the row. */
async function checkUpload({ db, clock, objects }: CustomerContext, document: CustomerDocument) {
  const bytes = await objects.get(document.objectKey).catch((error: unknown) => {
    throw isAppError(error, "NOT_FOUND") ? problem("document.not_uploaded") : error;
  });
  const contentType =
    documentContentTypes.find((type) => type === document.contentType) ?? documentContentTypes[0];
  const fault = findDocumentFault(bytes, { ...document, contentType }, sha256Of(bytes));
  if (fault !== null)
    return { status: isQuarantined(fault) ? ("quarantined" as const) : ("rejected" as const), fault };

  const clean = contentType === "image/jpeg" ? stripJpegMetadata(bytes) : bytes;
  const sha256 = sha256Of(clean);
  const objectKey = `customers/${document.customerId}/documents/${document.id}.${extensions[contentType]}`;
  const now = clock.now();
  const isEvidence = document.retentionClass === "croa_evidence";
  const until = retainUntil(document.retentionClass, await todayOfCustomer(db, document.customerId, now));
  await objects.put(objectKey, clean, {
    contentType,
    sha256: toBase64(sha256),
    ...(isEvidence ? { retainUntil: new Date(`${until}T00:00:00Z`) } : {}),
  });
  return {
    status: "stored" as const,
    objectKey,
    sha256,
    sizeBytes: clean.byteLength,
    storedAt: now,
    retainUntil: isEvidence ? until : null,
  };
}

function documentChange<T extends string>(
  type: T,
  document: { id: string; customerId: string; kind: string },
  at: Date,
) {
  return {
    type,
    data: { customer_id: document.customerId, document_id: document.id, kind: document.kind },
    customerId: document.customerId,
    object: { type: "document", id: document.id },
    at,
  };
}

async function todayOfCustomer(db: Db, customerId: string, now: Date): Promise<string> {
  return dateInZone(now, (await findCurrentAddress(db, customerId))?.zone ?? null);
}
