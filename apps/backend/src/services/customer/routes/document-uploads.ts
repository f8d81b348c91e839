import { inTransaction } from "@horizon/db";
import { type CustomerDocument, createDocument, lockDocument, updateDocument } from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { newId } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { checkUpload } from "../check-upload.ts";
import type { CustomerContext } from "../context.ts";
import { documentChange } from "../document-change.ts";
import { documentContentTypes, documentMaxBytes, documentUrlSeconds } from "../domain/document-check.ts";
import { getVisibleCustomer, getVisibleDocument, lockVisibleCustomer } from "../find-visible.ts";
import { toBase64 } from "../give-contract-copies.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { customerParams, documentParams, documentView, viewDocument } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
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

const uploadView = z.strictObject({
  document: documentView,
  upload: z.strictObject({
    method: z.literal("PUT"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expires_in_seconds: z.int(),
  }),
});

/** A file is announced, uploaded to the store by its owner, and checked before it is taken. */
export const documentUploadRoutes = [
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
        expiresSeconds: documentUrlSeconds,
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
            expires_in_seconds: documentUrlSeconds,
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
];

function assertPending({ status }: CustomerDocument): void {
  if (status === "pending") return;
  throw commonProblems.problem("state.invalid_transition", { members: { from: status, to: "stored" } });
}
