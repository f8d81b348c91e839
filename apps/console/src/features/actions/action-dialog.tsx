"use client";
import type { ClusterCommand, SessionInfo } from "@horizon/contracts";
import { type RefObject, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EnvironmentBand, environmentDialogClass } from "@/components/ui/environment-band";
import { Field, Textarea } from "@/components/ui/field";
import type { ShownError } from "@/components/ui/shown-error";
import { type ActionChoices, draftProblem } from "./action-draft.ts";
import { actionQuestion, actionVerb } from "./action-words.ts";
import { ChoiceFields, startsWithChoice } from "./choice-fields.tsx";
import { LateNotice, PausedNotice } from "./dialog-notices.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { checksToList, hpaWarning } from "./hpa-warning.ts";
import { PreviewFacts } from "./preview-facts.tsx";
import { ProgressList } from "./progress-list.tsx";
import { type ActionRequest, useActionRequest } from "./use-action-request.ts";

const dangerousTier = 3;

/** The faults of single fields say more than the sentence that there are some. */
function previewFault({ message, fieldErrors }: ShownError): string {
  const faults = Object.entries(fieldErrors).map(
    ([path, messages]) => `${path.split(".").at(-1)} ${messages.join(", ")}`,
  );
  return faults.length > 0 ? `${faults.join("; ")}.` : message;
}

interface PreviewAreaProps {
  readonly request: ActionRequest;
  /** What is said beside the choice already; null when nothing is. */
  readonly said: string | null;
}

function PreviewArea({ request, said }: PreviewAreaProps) {
  if (request.previewError) {
    return (
      <div role="alert" className="grid justify-items-start gap-2 rounded-md bg-failed-tint p-3">
        <p>What this would do cannot be said: {previewFault(request.previewError)}</p>
        <Button size="small" onClick={request.reviewAgain}>
          Try again
        </Button>
      </div>
    );
  }
  if (!request.preview) {
    return (
      <p role="status" className="grid h-64 place-items-center rounded-md bg-sunken text-ink-soft">
        Asking the cluster what this would do…
      </p>
    );
  }
  return (
    <div aria-busy={!request.isCurrent} className={request.isCurrent ? undefined : "opacity-60"}>
      <PreviewFacts
        preview={request.preview}
        checks={checksToList(request.preview.guards, said)}
        ticked={request.ticked}
        onToggle={request.toggleGuard}
      />
    </div>
  );
}

interface ReasonFieldProps {
  readonly request: ActionRequest;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly autoFocus: boolean;
}

function ReasonField({ request, field, autoFocus }: ReasonFieldProps) {
  const required = request.preview?.reasonRequired ?? false;
  const kept = "kept in the audit log and shown in the history.";
  return (
    <Field
      label="Reason"
      hint={request.preview ? `${required ? "Required" : "Optional"} here; ${kept}` : `It is ${kept}`}
      errors={request.reasonError ? [request.reasonError] : undefined}
    >
      {(control) => (
        <Textarea
          {...control}
          ref={field}
          rows={2}
          autoFocus={autoFocus}
          aria-required={required}
          readOnly={request.isUnsettled}
          value={request.reason}
          onChange={(event) => request.setReason(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface ActionDialogProps {
  readonly session: SessionInfo;
  readonly initial: ClusterCommand;
  readonly choices: ActionChoices;
  readonly onClose: () => void;
}

/**
 * Asks before acting: what changes, what follows, why. No field confirms on Enter: only the button that repeats the
 * verb does. Once sent it shows the progress until the effect is observed, or what became of it.
 */
export function ActionDialog({ session, initial, choices, onClose }: ActionDialogProps) {
  const [command, setCommand] = useState(initial);
  const problem = draftProblem(command, choices);
  const request = useActionRequest(command, problem === null);
  const { preview, intent, failure } = request;
  const environment = session.environments.find((each) => each.id === command.target.environment);
  const { kind, namespace, name } = command.target;
  const verb = actionVerb(command.action);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const warning = hpaWarning(command, choices, request.isCurrent ? preview?.guards : undefined);

  function confirm() {
    request.confirm();
    // It may be out of sight, and what is wrong with it too.
    if (request.reasonFault !== null) reasonField.current?.focus();
  }

  const confirmButton = (
    <Button
      variant={preview && preview.tier >= dangerousTier ? "danger" : "primary"}
      pending={request.sending}
      disabledReason={problem?.message ?? request.blocker}
      onClick={confirm}
    >
      {verb}
    </Button>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={actionQuestion(command)}
      description={`${kind} ${namespace}/${name}`}
      className={environmentDialogClass(environment)}
      footer={
        <>
          <Button onClick={onClose}>{intent ? "Close" : "Cancel"}</Button>
          {!intent && failure?.kind !== "stale" && confirmButton}
          {failure?.kind === "stale" && (
            <Button variant="primary" onClick={request.reviewAgain}>
              Review again
            </Button>
          )}
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <EnvironmentBand environment={environment} />
        {intent ? (
          <ProgressList intent={intent} />
        ) : (
          <>
            <PausedNotice />
            <fieldset disabled={request.isUnsettled} className="contents">
              <ChoiceFields
                command={command}
                choices={choices}
                problem={problem}
                warning={warning}
                autoFocus={command === initial}
                onChange={setCommand}
              />
              {!problem && <PreviewArea request={request} said={warning} />}
            </fieldset>
            {preview?.approvalRequired && (
              <p className="rounded-md bg-paused-tint p-2">
                A second person must approve this before it runs. Confirming sends the request to them.
              </p>
            )}
            <ReasonField
              request={request}
              field={reasonField}
              autoFocus={!startsWithChoice(initial.action)}
            />
            {request.sending && <LateNotice />}
            {failure && failure.kind !== "reason" && <FailureNotice failure={failure} />}
          </>
        )}
      </div>
    </Dialog>
  );
}
