"use client";
import type { EnvironmentInfo, SeenState, SettingsCommand } from "@horizon/contracts";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EnvironmentBand, environmentDialogClass } from "@/components/ui/environment-band";
import { Field, Textarea } from "@/components/ui/field";
import type { ShownError } from "@/components/ui/shown-error";
import { useSettingsAction } from "./use-settings-action";

interface SettingsDialogProps {
  /** A specific question or what will be made. */
  title: string;
  description?: string;
  /** The verb on the confirming button. */
  verb: string;
  /** What will be asked for, from the form as it stands. */
  command: () => SettingsCommand;
  /** What the person decides on, where the server asks for it. */
  seen?: SeenState | undefined;
  onClose: () => void;
  dangerous?: boolean;
  /** Why there is nothing to confirm yet; null when there is. */
  blocker?: string | null;
  /** The environment that it is about, where it is about one. */
  environment?: EnvironmentInfo | undefined;
  /** The fields, given what the server refused. */
  children?: (errorsOf: (field: string) => readonly string[] | undefined) => ReactNode;
}

/** A change of Horizon itself: its fields, the reason, and the verb. Stays open with the error when it is refused. */
export function SettingsDialog({
  title,
  description,
  verb,
  command,
  seen,
  onClose,
  dangerous,
  blocker = null,
  environment,
  children,
}: SettingsDialogProps) {
  const action = useSettingsAction(onClose);
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const errorsOf = (field: string) => fieldErrorsOf(action.error, field);
  const reasonErrors =
    missing && !reason.trim() ? ["Say why: it is kept in the audit log."] : errorsOf("reason");

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={description}
      className={environmentDialogClass(environment)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="settings-action"
            variant={dangerous ? "danger" : "primary"}
            pending={action.pending}
            disabledReason={blocker}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form
        id="settings-action"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (blocker !== null) return;
          setMissing(true);
          if (reason.trim()) action.execute(command(), reason.trim(), seen ?? null);
          else reasonField.current?.focus();
        }}
      >
        {environment ? <EnvironmentBand environment={environment} /> : null}
        {children?.(errorsOf)}
        <Field label="Reason" errors={reasonErrors}>
          {(control) => (
            <Textarea
              {...control}
              ref={reasonField}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
        {action.error ? (
          <p role="alert" className="rounded-md bg-failed-tint px-3 py-2">
            {action.error.message}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

/** What the server said of a field, whose path it gives from the root of the input. */
function fieldErrorsOf(error: ShownError | null, field: string): readonly string[] | undefined {
  const entry = Object.entries(error?.fieldErrors ?? {}).find(
    ([path]) => path === field || path.endsWith(`.${field}`),
  );
  return entry?.[1];
}
