"use client";
import type { WorkloadDetail } from "@horizon/contracts";
import { Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { logLevels } from "./log-filter.ts";
import type { LogParams } from "./use-log-params.ts";

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
}

export function Check({ label, checked, onChecked }: CheckProps) {
  return (
    <label className="flex min-h-8 items-center gap-1.5">
      <input type="checkbox" checked={checked} onChange={(event) => onChecked(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

interface LogToolbarProps {
  readonly log: LogParams;
  readonly containers: WorkloadDetail["logContainers"];
  readonly pods: readonly string[];
}

function options(first: string, values: readonly string[]) {
  return [{ value: "", label: first }, ...values.map((value) => ({ value, label: value }))];
}

/** Those that are not read unless they are chosen are told apart. */
function labelOf(name: string, role: WorkloadDetail["logContainers"][number]["role"]): string {
  return role === "init" || role === "ephemeral" ? `${name} (${role})` : name;
}

/** What is shown of the logs; all of it is part of the address. */
export function LogToolbar({ log, containers, pods }: LogToolbarProps) {
  const { params, setParams } = log;
  const shownPods = params.pod && !pods.includes(params.pod) ? [...pods, params.pod] : pods;
  return (
    <search className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      <Input
        type="search"
        data-filter
        aria-label="Filter the lines by text"
        placeholder="Filter the lines by text"
        className="w-full sm:w-64"
        value={params.text}
        onChange={(event) => setParams({ text: event.currentTarget.value || null })}
      />
      <Select
        aria-label="Level"
        value={params.level ?? ""}
        options={[
          { value: "", label: "Any level" },
          ...logLevels.map((level) => ({ value: level, label: `${level} and worse` })),
        ]}
        onValueChange={(value) => setParams({ level: logLevels.find((level) => level === value) ?? null })}
      />
      <Select
        aria-label="Pod"
        className="max-w-56"
        value={params.pod ?? ""}
        options={options("All pods", shownPods)}
        onValueChange={(pod) => setParams({ pod: pod || null })}
      />
      {containers.length > 1 && (
        <Select
          aria-label="Container"
          value={params.container ?? ""}
          options={[
            { value: "", label: "Any container" },
            ...containers.map(({ name, role }) => ({ value: name, label: labelOf(name, role) })),
          ]}
          onValueChange={(container) => setParams({ container: container || null })}
        />
      )}
      <Check
        label="Sidecars"
        checked={params.sidecars}
        onChecked={(sidecars) => setParams({ sidecars: sidecars || null })}
      />
      <Check
        label="Previous run"
        checked={params.previous}
        onChecked={(previous) => setParams({ previous: previous || null })}
      />
    </search>
  );
}
