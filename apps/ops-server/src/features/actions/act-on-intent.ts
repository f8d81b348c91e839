import { getMember, type Intent, inTransaction, type Json, transitionIntent } from "@horizon/db";
import { AppError, isAppError } from "@horizon/errors";
import {
  findKubernetesDetails,
  type Impersonation,
  type KubeObject,
  type PlannedRequest,
  sendPlannedRequest,
} from "@horizon/k8s";
import type { OpsContext } from "../../ops-context.ts";
import { auditIntent } from "./audit-intent.ts";
import { intentOrigins } from "./intent-transitions.ts";
import type { LiveTarget } from "./live-target.ts";
import { publishIntent } from "./publish-intent.ts";

/**
 * Sends the requests of an intent, once: of several that try, the one that moves it to `acting` does. The cluster
 * sees the person, with one group for the role. An answer that was lost leaves the intent in `acting`, and is no error:
 * what happened is then judged by looking at the object (`recoverIntents`), never by sending again.
 *
 * @throws AppError what the API server answered, when that is certain to have changed nothing.
 */
export async function actOnIntent(
  ops: OpsContext,
  intent: Intent,
  target: LiveTarget,
  requests: readonly PlannedRequest[],
): Promise<Intent> {
  const as = await impersonationOf(ops, intent);
  const acting = await transitionIntent(ops.db, intent.id, {
    from: intentOrigins.acting,
    to: "acting",
    message: "Sent to the cluster.",
    request: { before: toStored(target.object), requests: requests as unknown as Json },
    actedAt: ops.now(),
  });
  if (!acting) throw new AppError("CONFLICT", "Someone else is acting on this already.");
  let answer: KubeObject | null = null;
  try {
    for (const request of requests) {
      const answered = await sendPlannedRequest(target.cluster.client, request, { as });
      answer ??= answered;
    }
  } catch (error) {
    if (answer !== null || !isDefiniteAnswer(error)) return storeDoubt(ops, acting, error);
    await storeFailure(ops, acting, error);
    throw error;
  }
  return storeAcceptance(ops, acting, answer);
}

async function impersonationOf({ db }: OpsContext, intent: Intent): Promise<Impersonation> {
  // The role of now, not that of when it was asked for: between the two an approval may have waited.
  const { email, role } = await getMember(db, intent.actorId);
  return { user: email, groups: [`horizon:${role}`] };
}

/** `answer` is null where it was lost and the object itself shows that it was accepted. Who settled it first wins. */
export async function storeAcceptance(
  ops: OpsContext,
  acting: Intent,
  answer: KubeObject | null,
): Promise<Intent> {
  const accepted = await inTransaction(ops.db, async (tx) => {
    const moved = await transitionIntent(tx, acting.id, {
      from: intentOrigins.accepted,
      to: "accepted",
      message: "Accepted by the cluster; waiting for the controller.",
      response: answer === null ? null : { resourceVersion: answer.metadata.resourceVersion },
    });
    if (moved) await auditIntent(tx, moved, "accepted");
    return moved;
  });
  return publishIntent(ops, accepted ?? acting);
}

/** Nobody may say that nothing was done, nor ask for it again, before it was looked into. */
async function storeDoubt(ops: OpsContext, acting: Intent, error: unknown): Promise<Intent> {
  ops.logger.warn({ err: error, intentId: acting.id }, "the cluster's answer to an action was lost");
  const message = "The cluster's answer was lost. Whether it was done is being found out; do not ask again.";
  const doubtful = await transitionIntent(ops.db, acting.id, { from: ["acting"], to: "acting", message });
  return publishIntent(ops, doubtful ?? acting);
}

async function storeFailure(ops: OpsContext, acting: Intent, error: unknown): Promise<void> {
  const message = isAppError(error) ? error.message : "The cluster refused it.";
  const failed = await inTransaction(ops.db, async (tx) => {
    const moved = await transitionIntent(tx, acting.id, {
      from: intentOrigins.failed,
      to: "failed",
      message,
    });
    if (moved) await auditIntent(tx, moved, "failed", { message });
    return moved;
  });
  if (failed) await publishIntent(ops, failed);
}

/** The API server refused, or was never reached: nothing was done. */
function isDefiniteAnswer(error: unknown): boolean {
  const details = findKubernetesDetails(error);
  if (!details) return false;
  return details.status === 0 ? details.reason === "ECONNREFUSED" : details.status < 500;
}

/** What recovery and observation need of the object; field managers are bulk. */
function toStored(object: KubeObject): Json {
  const { managedFields: _bulk, ...metadata } = object.metadata;
  return { ...object, metadata } as unknown as Json;
}
