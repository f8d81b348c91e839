import type { Intent } from "@horizon/db";
import type { KubeObject, PlannedRequest } from "@horizon/k8s";
import { z } from "zod";
import type { SentAction } from "./observe-command.ts";

const storedRequest = z.object({
  before: z.looseObject({
    metadata: z.looseObject({
      name: z.string(),
      uid: z.string(),
      resourceVersion: z.string(),
      creationTimestamp: z.string(),
    }),
  }),
  requests: z.array(z.looseObject({ body: z.unknown() })),
});
const storedResponse = z.object({ resourceVersion: z.string() });

/** What `actOnIntent` stored before it sent the requests; null for an intent that was never sent. */
export function readSentAction(intent: Intent): (SentAction & { patches: unknown[] }) | null {
  const request = storedRequest.safeParse(intent.request);
  if (!request.success) return null;
  const response = storedResponse.safeParse(intent.response);
  return {
    before: request.data.before as KubeObject,
    patches: request.data.requests.map(({ body }) => body as PlannedRequest["body"]),
    writtenResourceVersion: response.success ? response.data.resourceVersion : null,
  };
}
