import type { ClusterCommand, GuardResult, SeenState } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import type { PlannedRequest } from "@horizon/k8s";
import type { OpsContext } from "../../ops-context.ts";
import { evaluateGuards, findBlockingGuard, type GuardFacts } from "./evaluate-guards.ts";
import { gatherGuardFacts } from "./gather-guard-facts.ts";
import type { LiveTarget } from "./live-target.ts";
import { planCommand } from "./plan-command.ts";
import { findStaleness } from "./stale-check.ts";

interface Question {
  readonly actor: GuardFacts["actor"];
  readonly command: ClusterCommand;
  readonly seen: SeenState;
  readonly target: LiveTarget;
  readonly acknowledgedGuards: readonly string[];
}

export interface Judgement {
  readonly guards: GuardResult[];
  readonly requests: readonly PlannedRequest[];
  /** Why it may not be done: STALE or PRECONDITION_FAILED. */
  readonly refusal: AppError | null;
}

/** Whether the command may be carried out on the object as it is now, by someone who saw it as it was. */
export async function judgeCommand(
  ops: Pick<OpsContext, "db" | "now">,
  { actor, command, seen, target, acknowledgedGuards }: Question,
): Promise<Judgement> {
  const staleness = findStaleness(command.action, seen, target.seen);
  if (staleness !== null) return { guards: [], requests: [], refusal: stale(staleness) };
  const plan = planCommand(command, target, ops.now());
  const changedSince = seen.resourceVersion !== target.seen.resourceVersion;
  if (!plan.availability.enabled && changedSince && target.workload !== null) {
    // It was possible when the person looked: someone else was first.
    return { guards: [], requests: [], refusal: stale(plan.availability.reason) };
  }
  const facts = await gatherGuardFacts(ops, actor, command, target, plan.availability);
  const guards = evaluateGuards(facts);
  const blocking = findBlockingGuard(guards, acknowledgedGuards);
  const refusal = blocking
    ? new AppError("PRECONDITION_FAILED", blocking.message, { details: { guards } })
    : null;
  return { guards, requests: plan.requests, refusal };
}

function stale(what: string): AppError {
  return new AppError("STALE", `It changed while you looked: ${what}`);
}
