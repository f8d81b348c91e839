import type { ActionCommand, ClusterCommand } from "@horizon/contracts";

/** Whether the command is about an object of a cluster, rather than about Horizon itself. */
export function isClusterCommand(command: ActionCommand): command is ClusterCommand {
  return "target" in command;
}

/** Where and what, as intents and the audit log name it; ids stand for settings until they are looked up. */
export interface CommandTarget {
  readonly environment: string | null;
  readonly namespace: string | null;
  readonly kind: string;
  readonly name: string;
}

export function targetOfCommand(command: ActionCommand): CommandTarget {
  if (isClusterCommand(command)) {
    const { environment, namespace, kind, name } = command.target;
    return { environment, namespace, kind, name };
  }
  const horizon = { environment: null, namespace: null };
  switch (command.action) {
    case "member.create":
      return { ...horizon, kind: "Member", name: command.member.email };
    case "member.setRole":
    case "member.setActive":
    case "member.resetSignIn":
      return { ...horizon, kind: "Member", name: command.memberId };
    case "freezeWindow.create":
      return { ...horizon, kind: "FreezeWindow", name: command.window.title };
    case "freezeWindow.update":
    case "freezeWindow.cancel":
      return { ...horizon, kind: "FreezeWindow", name: command.id };
  }
}

/** Commands with the same key are carried out one after the other. */
export function serialisationKey(command: ActionCommand): string {
  const { environment, namespace, kind, name } = targetOfCommand(command);
  return environment === null ? "settings" : `${environment}/${kind}/${namespace}/${name}`;
}
