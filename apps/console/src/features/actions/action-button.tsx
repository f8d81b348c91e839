"use client";
import type { ActionAvailability, ClusterCommand } from "@horizon/contracts";
import { useRef } from "react";
import { useSession } from "@/auth/use-session";
import { Button, type ButtonProps } from "@/components/ui/button";
import { disabledReason } from "./action-access.ts";
import type { ActionChoices } from "./action-draft.ts";
import { loadActionDialog, useOpenAction } from "./action-host.tsx";
import { actionVerb } from "./action-words.ts";

export interface ActionButtonProps extends Pick<ButtonProps, "variant" | "size"> {
  /** What it asks for; the dialog lets the person change what `choices` offers. */
  readonly command: ClusterCommand;
  /** Whether the target's state allows it; the permission is checked here. */
  readonly availability?: ActionAvailability | undefined;
  readonly choices?: ActionChoices;
  /** Tells one of several alike apart, e.g. the revision or the pod; read after its name. */
  readonly about?: string;
}

const noChoices: ActionChoices = {};

/** Opens the dialog of one action. Where it may not be used it stays within reach and says why. */
export function ActionButton({
  command,
  availability,
  choices = noChoices,
  about,
  ...look
}: ActionButtonProps) {
  const openAction = useOpenAction();
  const trigger = useRef<HTMLButtonElement>(null);
  const session = useSession();
  const { environment } = command.target;
  const reason = session
    ? disabledReason(session, environment, command.action, availability)
    : "What your role may do is not known yet.";

  function open() {
    const button = trigger.current;
    openAction({ command, choices, returnTo: [button, button?.closest<HTMLElement>("[data-row]")] });
  }

  return (
    <Button
      {...look}
      ref={trigger}
      aria-description={about}
      disabledReason={reason}
      onClick={open}
      onPointerEnter={loadActionDialog}
      onFocus={loadActionDialog}
    >
      {actionVerb(command.action)}
    </Button>
  );
}
