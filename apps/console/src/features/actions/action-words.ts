import type { ActionName, ClusterCommand } from "@horizon/contracts";

export type ClusterActionName = ClusterCommand["action"];

interface ActionWords {
  /** On the button that opens the dialog and on the one that confirms. */
  readonly verb: string;
  /** After "Your role (viewer) may not …". */
  readonly permission: string;
  /** The title of the dialog. */
  readonly question: (command: ClusterCommand) => string;
}

/** Names are bounded, so that a title stays a title. */
function short(name: string): string {
  return name.length <= 40 ? name : `${name.slice(0, 20)}…${name.slice(-19)}`;
}

function named(verb: string, suffix = ""): (command: ClusterCommand) => string {
  return (command) => `${verb} ${short(command.target.name)}${suffix}?`;
}

const words: Record<ClusterActionName, ActionWords> = {
  "rollout.promote": {
    verb: "Promote",
    permission: "promote a rollout",
    question: named("Promote", " to its next step"),
  },
  "rollout.promoteFull": {
    verb: "Promote full",
    permission: "promote a rollout fully",
    question: named("Promote", " fully, skipping the steps that are left"),
  },
  "rollout.pause": { verb: "Pause", permission: "pause a rollout", question: named("Pause") },
  "rollout.resume": { verb: "Resume", permission: "resume a rollout", question: named("Resume") },
  "rollout.abort": {
    verb: "Abort",
    permission: "abort a rollout",
    question: named("Abort", " and send all traffic to the stable version"),
  },
  "rollout.retry": {
    verb: "Retry",
    permission: "retry a rollout",
    question: named("Retry", " from its first step"),
  },
  "rollout.skipStep": {
    verb: "Skip step",
    permission: "skip a step",
    question: named("Skip the current step of"),
  },
  "workload.restart": {
    verb: "Restart",
    permission: "restart a workload",
    question: named("Restart every pod of"),
  },
  "workload.rollBack": {
    verb: "Roll back",
    permission: "roll back a workload",
    question: (command) =>
      command.action === "workload.rollBack"
        ? `Roll ${short(command.target.name)} back to revision ${command.revision}?`
        : named("Roll back")(command),
  },
  "workload.setImage": { verb: "Set image", permission: "set an image", question: named("Set the image of") },
  "workload.scale": {
    verb: "Scale",
    permission: "scale a workload",
    question: (command) =>
      command.action === "workload.scale"
        ? `Scale ${short(command.target.name)} to ${command.replicas} ${command.replicas === 1 ? "pod" : "pods"}?`
        : named("Scale")(command),
  },
  "workload.setScaleBounds": {
    verb: "Scale",
    permission: "change what the autoscaler may do",
    question: (command) =>
      command.action === "workload.setScaleBounds"
        ? `Let the autoscaler keep ${short(command.target.name)} between ${command.minReplicas} and ${command.maxReplicas} pods?`
        : named("Scale")(command),
  },
  "pod.delete": { verb: "Delete pod", permission: "delete a pod", question: named("Delete pod") },
};

export function actionVerb(action: ClusterActionName): string {
  return words[action].verb;
}

export function actionPermissionText(action: ClusterActionName): string {
  return words[action].permission;
}

/** A specific question: what, to which object. */
export function actionQuestion(command: ClusterCommand): string {
  return words[command.action].question(command);
}

export function isClusterAction(action: ActionName): action is ClusterActionName {
  return action in words;
}
