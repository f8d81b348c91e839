export type PatchContentType =
  | "application/merge-patch+json"
  | "application/strategic-merge-patch+json"
  | "application/json-patch+json";

/** A change that was decided but not sent: data, so that it can be stored, shown, dry-run and compared. */
export interface PlannedRequest {
  method: "PATCH" | "DELETE";
  /** Absolute path in the API, with the subresource. */
  path: string;
  contentType: PatchContentType | "application/json";
  body: unknown;
  /** The state that the body is bound to; null for an idempotent follow-up. A mismatch is answered 409, or 422 for a JSON Patch test. */
  expect: { resourceVersion: string } | null;
}
