import type {
  ActionAvailability,
  ClusterCommand,
  EnvironmentInfo,
  FreezeWindowRow,
  GuardResult,
  Role,
} from "@horizon/contracts";
import { describeHpaConflict } from "@horizon/k8s";
import { mayOverrideGuards } from "../../permissions.ts";

/** Everything a guard may look at, read before any of them runs. */
export interface GuardFacts {
  readonly command: ClusterCommand;
  readonly tier: EnvironmentInfo["tier"];
  readonly service: string;
  readonly actor: { readonly id: string; readonly role: Role };
  readonly now: Date;
  /** Whether the object's state allows the action. */
  readonly availability: ActionAvailability;
  /** Of the environment; any state. */
  readonly freezeWindows: readonly FreezeWindowRow[];
  /** What a GitOps tool will do to a change of the spec; null where nobody owns the object. */
  readonly gitOpsRevert: string | null;
  /** The autoscaler of the workload. */
  readonly hpa: { readonly name: string; readonly minReplicas: number; readonly maxReplicas: number } | null;
  /** A canary of the workload is on its way. */
  readonly isCanaryOpen: boolean;
}

type Action = ClusterCommand["action"];
type Guard = (facts: GuardFacts) => GuardResult;

const pass = (id: string, message: string): GuardResult => ({ id, verdict: "pass", message, final: false });
const warn = (id: string, message: string): GuardResult => ({ id, verdict: "warn", message, final: false });
const fail = (id: string, message: string, final = false): GuardResult => ({
  id,
  verdict: "fail",
  message,
  final,
});

/** Changes of the spec, which the owner of the object in Git may undo. */
const specChanges: readonly Action[] = [
  "rollout.pause",
  "rollout.resume",
  "workload.restart",
  "workload.rollBack",
  "workload.setImage",
  "workload.scale",
  "workload.setScaleBounds",
];
/** Replace the pods of a workload, so that they meet a canary that is on its way. */
const templateChanges: readonly Action[] = ["workload.restart", "workload.rollBack", "workload.setImage"];
/** What makes an incident smaller must stay possible while changes are frozen. */
const recoveries: readonly Action[] = ["rollout.abort", "rollout.pause", "workload.rollBack"];

const guards: readonly Guard[] = [
  guardAvailability,
  guardFreeze,
  guardGitOps,
  guardCanary,
  guardHpa,
  guardScaleToZero,
];

/** Every guard's verdict, failures first. Pure: the same facts give the same report. */
export function evaluateGuards(facts: GuardFacts): GuardResult[] {
  const order = { fail: 0, warn: 1, pass: 2 } as const;
  return guards.map((guard) => guard(facts)).sort((a, b) => order[a.verdict] - order[b.verdict]);
}

/** The failure that stops the action: a final one, or one that the person did not acknowledge. */
export function findBlockingGuard(
  results: readonly GuardResult[],
  acknowledged: readonly string[],
): GuardResult | undefined {
  return results.find(
    ({ verdict, final, id }) => verdict === "fail" && (final || !acknowledged.includes(id)),
  );
}

function guardAvailability({ availability }: GuardFacts): GuardResult {
  const id = "action-available";
  return availability.enabled
    ? pass(id, "The object's state allows it.")
    : fail(id, availability.reason, true);
}

function guardFreeze({ command, service, actor, now, freezeWindows }: GuardFacts): GuardResult {
  const id = "freeze-window";
  const window = freezeWindows.find((candidate) => isFrozen(candidate, service, now));
  if (!window) return pass(id, "No freeze window is active.");
  const until = `${window.title}, until ${window.endsAt}`;
  if (window.exceptMemberIds.includes(actor.id))
    return warn(id, `You are exempt from the freeze (${until}).`);
  if (recoveries.includes(command.action))
    return warn(id, `Changes are frozen (${until}); this one limits harm.`);
  if (mayOverrideGuards(actor.role)) return fail(id, `Changes are frozen (${until}).`);
  return fail(
    id,
    `Changes are frozen (${until}); only an on-call engineer or an admin may override this.`,
    true,
  );
}

function isFrozen(window: FreezeWindowRow, service: string, now: Date): boolean {
  const isOpen =
    window.cancelledAt === null &&
    Date.parse(window.startsAt) <= now.getTime() &&
    now.getTime() < Date.parse(window.endsAt);
  const isCovered = window.services === null || window.services.includes(service);
  return isOpen && isCovered && !window.exceptServices.includes(service);
}

function guardGitOps({ command, gitOpsRevert }: GuardFacts): GuardResult {
  const id = "gitops-owner";
  if (gitOpsRevert === null || !specChanges.includes(command.action))
    return pass(id, "Nothing will revert it.");
  return warn(id, gitOpsRevert);
}

function guardCanary({ command, isCanaryOpen }: GuardFacts): GuardResult {
  const id = "open-canary";
  if (!isCanaryOpen || !templateChanges.includes(command.action)) return pass(id, "No canary is in the way.");
  return warn(
    id,
    command.action === "workload.restart"
      ? "Its canary is not over: its pods are restarted too, and it stays at its step."
      : "Its canary is not over: it ends, and this takes its place.",
  );
}

function guardHpa({ command, hpa }: GuardFacts): GuardResult {
  const id = "hpa-overrules";
  if (hpa === null || command.action !== "workload.scale") return pass(id, "No autoscaler will overrule it.");
  return warn(id, describeHpaConflict(hpa, command.replicas));
}

function guardScaleToZero({ command, tier }: GuardFacts): GuardResult {
  const id = "scale-to-zero";
  const isToZero = command.action === "workload.scale" && command.replicas === 0;
  if (!isToZero || tier !== "production") return pass(id, "Pods are left to serve.");
  return fail(id, "This stops the service: no pod is left to serve.");
}
