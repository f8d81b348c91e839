"use client";
import type { ActionAvailability, ClusterCommand } from "@horizon/contracts";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { useSession } from "@/auth/use-session";
import { Button, type ButtonProps } from "@/components/ui/button";
import { disabledReason } from "./action-access.ts";
import type { ActionChoices } from "./action-draft.ts";
import { actionVerb } from "./action-words.ts";

const loadDialog = () => import("./action-dialog.tsx");
const ActionDialog = dynamic(() => loadDialog().then((module) => module.ActionDialog), { ssr: false });

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
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const session = useSession();
  const { environment } = command.target;
  const reason = session
    ? disabledReason(session, environment, command.action, availability)
    : "What your role may do is not known yet.";

  function close() {
    setOpen(false);
    // The dialog began at its Reason field, so it does not know where the focus came from.
    setTimeout(() => trigger.current?.focus(), 0);
  }

  return (
    <>
      <Button
        {...look}
        ref={trigger}
        aria-description={about}
        disabledReason={reason}
        onClick={() => setOpen(true)}
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
      >
        {actionVerb(command.action)}
      </Button>
      {open && session && (
        <ActionDialog session={session} initial={command} choices={choices} onClose={close} />
      )}
    </>
  );
}
