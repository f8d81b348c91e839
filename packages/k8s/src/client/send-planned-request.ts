import { AppError } from "@horizon/errors";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import type { PlannedRequest } from "../kubernetes/planned-request.ts";
import type { ClusterClient, Impersonation } from "./cluster-client.ts";
import { findKubernetesDetails } from "./kubernetes-error.ts";

/** Shown as the owner of the fields that Horizon wrote. */
export const fieldManager = "horizon";

export interface SendOptions {
  as?: Impersonation;
  dryRun?: boolean;
  signal?: AbortSignal;
}

/**
 * Sends one planned request and returns the object the API answers with.
 *
 * @throws AppError STALE when the object is no longer the one that the request was computed from.
 */
export async function sendPlannedRequest(
  client: ClusterClient,
  planned: PlannedRequest,
  options: SendOptions = {},
): Promise<KubeObject> {
  const { method, path, contentType, body } = planned;
  try {
    return await client.request<KubeObject>({ method, path, contentType, body, fieldManager, ...options });
  } catch (error) {
    if (planned.expect && isFailedTest(error)) {
      const message = "It changed while you looked at it.";
      throw new AppError("STALE", message, { cause: error, details: (error as AppError).details });
    }
    throw error;
  }
}

/** A failed `test` of a JSON Patch comes back as 422, where a merge patch answers 409. */
function isFailedTest(error: unknown): boolean {
  const details = findKubernetesDetails(error);
  if (details?.status !== 422) return false;
  const texts = [(error as AppError).message, ...(details.causes ?? []).map(({ message }) => message)];
  return texts.some((text) => /test(ing)?\b.*\bfailed|test operation/i.test(text));
}
