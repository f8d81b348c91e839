"use client";
import type { ClusterCommand, HpaInfo } from "@horizon/contracts";
import { Field, Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type ActionChoices, type DraftProblem, rollBackRevisions } from "./action-draft.ts";

type CommandOf<Action extends ClusterCommand["action"]> = Extract<ClusterCommand, { action: Action }>;

interface FieldsProps<Command extends ClusterCommand> {
  readonly command: Command;
  readonly choices: ActionChoices;
  readonly problem: DraftProblem | null;
  /** What an autoscaler makes of the choice; null where none has a say. */
  readonly warning: string | null;
  /** Only while the dialog opens: a field that appears later must not take the focus from what made it appear. */
  readonly autoFocus: boolean;
  readonly onChange: (command: ClusterCommand) => void;
}

function errorsOf(problem: DraftProblem | null, field: DraftProblem["field"]): string[] | undefined {
  return problem?.field === field && !problem.unchanged ? [problem.message] : undefined;
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly errors: string[] | undefined;
  readonly autoFocus?: boolean;
  readonly onValue: (value: number) => void;
}

function NumberField({ label, value, errors, autoFocus = false, onValue }: NumberFieldProps) {
  return (
    <Field label={label} errors={errors} className="w-32">
      {(control) => (
        <Input
          {...control}
          autoFocus={autoFocus}
          type="number"
          inputMode="numeric"
          min={0}
          max={1000}
          value={Number.isNaN(value) ? "" : value}
          onChange={(event) => onValue(event.currentTarget.valueAsNumber)}
        />
      )}
    </Field>
  );
}

function RevisionField({ command, choices, onChange }: FieldsProps<CommandOf<"workload.rollBack">>) {
  const options = rollBackRevisions(choices.revisions ?? []).map((each) => ({
    value: String(each.revision),
    label: `Revision ${each.revision}: ${each.version}${each.role === "stable" ? " (stable)" : ""}`,
  }));
  return (
    <Field label="Revision">
      {(control) => (
        <Select
          {...control}
          value={String(command.revision)}
          options={options}
          onValueChange={(value) => onChange({ ...command, revision: Number(value) })}
        />
      )}
    </Field>
  );
}

function ImageFields({
  command,
  choices,
  problem,
  autoFocus,
  onChange,
}: FieldsProps<CommandOf<"workload.setImage">>) {
  const containers = choices.containers ?? [];
  const now = containers.find(({ name }) => name === command.container)?.image ?? "";
  const imageOf = (name: string) => containers.find((container) => container.name === name)?.image ?? "";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {containers.length > 1 && (
        <Field label="Container">
          {(control) => (
            <Select
              {...control}
              value={command.container}
              options={containers.map(({ name }) => ({ value: name, label: name }))}
              onValueChange={(container) => onChange({ ...command, container, image: imageOf(container) })}
            />
          )}
        </Field>
      )}
      <Field label="Image" hint={`Now: ${now}`} errors={errorsOf(problem, "image")}>
        {(control) => (
          <Input
            {...control}
            autoFocus={autoFocus}
            className="font-mono"
            spellCheck={false}
            autoComplete="off"
            value={command.image}
            onChange={(event) => onChange({ ...command, image: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

function HpaNotice({ warning }: { warning: string }) {
  return (
    <p className="rounded-md bg-degraded-tint p-2">
      <span aria-hidden className="mr-2 font-semibold text-degraded">
        !
      </span>
      {warning}
    </p>
  );
}

type ScaleCommand = CommandOf<"workload.scale"> | CommandOf<"workload.setScaleBounds">;

function ScaleMode({
  command,
  hpa,
  onChange,
}: {
  command: ScaleCommand;
  hpa: HpaInfo;
  onChange: FieldsProps<ScaleCommand>["onChange"];
}) {
  const { target } = command;
  const modes = [
    {
      label: "Set the replicas once",
      chosen: command.action === "workload.scale",
      draft: { action: "workload.scale", target, replicas: hpa.currentReplicas },
    },
    {
      label: "Change the autoscaler’s bounds",
      chosen: command.action === "workload.setScaleBounds",
      draft: {
        action: "workload.setScaleBounds",
        target,
        minReplicas: hpa.minReplicas,
        maxReplicas: hpa.maxReplicas,
      },
    },
  ] as const;
  return (
    <fieldset className="flex flex-wrap gap-x-4">
      <legend className="font-medium">What to change</legend>
      {modes.map(({ label, chosen, draft }) => (
        <label key={label} className="flex min-h-6 items-center gap-2">
          <input type="radio" name="scale-mode" checked={chosen} onChange={() => onChange(draft)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function ScaleFields(props: FieldsProps<ScaleCommand>) {
  const { command, choices, problem, warning, autoFocus, onChange } = props;
  const { hpa } = choices;
  return (
    <div className="grid gap-3">
      {hpa && <ScaleMode command={command} hpa={hpa} onChange={onChange} />}
      {command.action === "workload.scale" ? (
        <NumberField
          label="Replicas"
          autoFocus={autoFocus}
          value={command.replicas}
          errors={errorsOf(problem, "replicas")}
          onValue={(replicas) => onChange({ ...command, replicas })}
        />
      ) : (
        <div className="flex flex-wrap gap-3">
          <NumberField
            label="Minimum"
            value={command.minReplicas}
            errors={errorsOf(problem, "minReplicas")}
            onValue={(minReplicas) => onChange({ ...command, minReplicas })}
          />
          <NumberField
            label="Maximum"
            value={command.maxReplicas}
            errors={errorsOf(problem, "maxReplicas")}
            onValue={(maxReplicas) => onChange({ ...command, maxReplicas })}
          />
        </div>
      )}
      {warning !== null && <HpaNotice warning={warning} />}
    </div>
  );
}

/** Whether a person must change a field before there is anything to confirm. */
export function startsWithChoice(action: ClusterCommand["action"]): boolean {
  return action === "workload.setImage" || action === "workload.scale";
}

/** What can be chosen before confirming; nothing for most actions. */
export function ChoiceFields({ command, ...rest }: FieldsProps<ClusterCommand>) {
  switch (command.action) {
    case "workload.rollBack":
      return rest.choices.revisions ? <RevisionField command={command} {...rest} /> : null;
    case "workload.setImage":
      return <ImageFields command={command} {...rest} />;
    case "workload.scale":
    case "workload.setScaleBounds":
      return <ScaleFields command={command} {...rest} />;
    default:
      return null;
  }
}
