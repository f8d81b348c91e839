"use client";
import type { FreezeWindowRow } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { roleName } from "@/auth/role-name";
import { useEnvironment, useSession } from "@/auth/use-session";
import { fromUtcInput, toUtcInput } from "@/components/table/utc-range";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input } from "@/components/ui/field";
import { currentTime } from "@/components/ui/now";
import { Select } from "@/components/ui/select";
import { useTRPC } from "@/trpc/client";
import { ChangedMeanwhile, useSeenWindow } from "./changed-meanwhile";
import { completionsOf, draftOf, type FreezeWindowDraft, inputOf, unknownNames } from "./freeze-window-draft";
import { SettingsDialog } from "./settings-dialog";

interface FreezeWindowDialogProps {
  /** Null plans a new one. */
  window: FreezeWindowRow | null;
  /** The same as it is now, which somebody else may have changed since. */
  current: FreezeWindowRow | undefined;
  onClose: () => void;
}

export function FreezeWindowDialog({ window, current, onClose }: FreezeWindowDialogProps) {
  const { id: environment } = useEnvironment();
  const [draft, setDraft] = useState(() => draftOf(window, environment, currentTime()));
  const change = (part: Partial<FreezeWindowDraft>) => setDraft((now) => ({ ...now, ...part }));
  const { seen, changed, takeNote } = useSeenWindow(window, current);
  return (
    <SettingsDialog
      title={window ? `Edit “${window.title}”` : "Plan a freeze"}
      description="Actions on its services are refused while it lasts."
      verb={window ? "Save freeze" : "Plan freeze"}
      command={() =>
        window
          ? { action: "freezeWindow.update", id: window.id, window: inputOf(draft) }
          : { action: "freezeWindow.create", window: inputOf(draft) }
      }
      seen={seen}
      onClose={onClose}
      environment={useEnvironmentInfo(draft.environment)}
    >
      {(errorsOf) => (
        <>
          {changed ? (
            <ChangedMeanwhile changed={changed}>
              <Button
                size="small"
                onClick={() => {
                  setDraft(draftOf(changed.current, environment, currentTime()));
                  takeNote(changed.current);
                }}
              >
                Begin from theirs
              </Button>
              <Button size="small" onClick={() => takeNote(changed.current)}>
                Keep mine
              </Button>
            </ChangedMeanwhile>
          ) : null}
          <FreezeFields draft={draft} change={change} errorsOf={errorsOf} />
        </>
      )}
    </SettingsDialog>
  );
}

function useEnvironmentInfo(environment: string) {
  return useSession()?.environments.find(({ id }) => id === environment);
}

interface FreezeFieldsProps {
  draft: FreezeWindowDraft;
  change: (part: Partial<FreezeWindowDraft>) => void;
  errorsOf: (field: string) => readonly string[] | undefined;
}

function FreezeFields({ draft, change, errorsOf }: FreezeFieldsProps) {
  const session = useSession();
  return (
    <>
      <Field label="Title" errors={errorsOf("title")}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={120}
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Environment" errors={errorsOf("environment")}>
        {(control) => (
          <Select
            {...control}
            value={draft.environment}
            options={(session?.environments ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            onValueChange={(environment) => change({ environment })}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <MomentField
          label="Starts (UTC)"
          value={draft.startsAt}
          errors={errorsOf("startsAt")}
          onChange={(startsAt) => change({ startsAt })}
        />
        <MomentField
          label="Ends (UTC)"
          value={draft.endsAt}
          errors={errorsOf("endsAt")}
          onChange={(endsAt) => change({ endsAt })}
        />
      </div>
      <ServicesField
        label="Services"
        hint="Names apart by commas. Empty: every service."
        environment={draft.environment}
        value={draft.services}
        errors={errorsOf("services")}
        onChange={(services) => change({ services })}
      />
      <ServicesField
        label="Exempt services"
        hint="Names apart by commas."
        environment={draft.environment}
        value={draft.exceptServices}
        errors={errorsOf("exceptServices")}
        onChange={(exceptServices) => change({ exceptServices })}
      />
      <ExemptPeople ids={draft.exceptMemberIds} onChange={(exceptMemberIds) => change({ exceptMemberIds })} />
    </>
  );
}

interface MomentFieldProps {
  label: string;
  value: string | null;
  errors: readonly string[] | undefined;
  onChange: (value: string | null) => void;
}

function MomentField({ label, value, errors, onChange }: MomentFieldProps) {
  return (
    <Field label={label} errors={errors}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          required
          value={toUtcInput(value)}
          onChange={(event) => onChange(fromUtcInput(event.currentTarget.value))}
        />
      )}
    </Field>
  );
}

interface ServicesFieldProps {
  label: string;
  hint: string;
  environment: string;
  value: string;
  errors: readonly string[] | undefined;
  onChange: (value: string) => void;
}

/** Offers what runs in the environment. Another name is kept, as a service may be frozen before it first runs, but said. */
function ServicesField({ label, hint, environment, value, errors, onChange }: ServicesFieldProps) {
  const trpc = useTRPC();
  const listId = useId();
  const workloads = useQuery(trpc.deployments.list.queryOptions({ environment })).data;
  const known = [...new Set(workloads?.rows.map(({ name }) => name))].sort();
  const unknown = workloads ? unknownNames(value, known) : [];
  return (
    <Field
      label={label}
      hint={
        <>
          {hint}
          <span role="status" className="text-degraded">
            {unknown.length > 0
              ? ` Nothing of this name runs in ${environment}: ${unknown.join(", ")}.`
              : null}
          </span>
        </>
      }
      errors={errors}
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          <datalist id={listId}>
            {completionsOf(value, known).map((completion) => (
              <option key={completion} value={completion} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function ExemptPeople({
  ids,
  onChange,
}: {
  ids: readonly string[];
  onChange: (ids: readonly string[]) => void;
}) {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions());
  return (
    <fieldset>
      <legend className="font-medium">People who may act all the same</legend>
      {(members.data ?? [])
        .filter(({ active, id }) => active || ids.includes(id))
        .map(({ id, name, role }) => (
          <Checkbox
            key={id}
            label={`${name} (${roleName(role)})`}
            checked={ids.includes(id)}
            onCheckedChange={(checked) => onChange(checked ? [...ids, id] : ids.filter((one) => one !== id))}
          />
        ))}
    </fieldset>
  );
}

interface CancelFreezeDialogProps {
  window: FreezeWindowRow;
  current: FreezeWindowRow | undefined;
  onClose: () => void;
}

export function CancelFreezeDialog({ window, current, onClose }: CancelFreezeDialogProps) {
  const { seen, changed, takeNote } = useSeenWindow(window, current);
  return (
    <SettingsDialog
      title={`Cancel the freeze “${window.title}”?`}
      description={`Deployments to ${window.environment} are allowed again at once. This cannot be undone; plan a new freeze instead.`}
      verb="Cancel freeze"
      dangerous
      command={() => ({ action: "freezeWindow.cancel", id: window.id })}
      seen={seen}
      onClose={onClose}
      environment={useEnvironmentInfo(window.environment)}
    >
      {() =>
        changed ? (
          <ChangedMeanwhile changed={changed}>
            <Button size="small" onClick={() => takeNote(changed.current)}>
              Cancel it all the same
            </Button>
          </ChangedMeanwhile>
        ) : null
      }
    </SettingsDialog>
  );
}
