"use client";
import type { SetAddress } from "@/address";
import { FilterBar } from "@/components/table/filter-bar";
import { UtcRange } from "@/components/table/utc-range";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SaveViewButton } from "@/features/saved-views";
import { actionChoices, outcomeChoices } from "./audit-choices";
import type { AuditParams, auditParams } from "./audit-params";

interface AuditFiltersProps {
  params: AuditParams;
  setParams: SetAddress<typeof auditParams>;
}

export function AuditFilters({ params, setParams }: AuditFiltersProps) {
  const { seq: _opened, ...filters } = params;
  const filtered = Object.values(filters).some(Boolean);
  return (
    <FilterBar
      label="Filter by target"
      text={params.target}
      onTextChange={(target) => setParams({ target: target || null })}
      onClear={filtered ? () => setParams(null) : null}
      actions={<SaveViewButton />}
    >
      <Input
        aria-label="Actor"
        placeholder="Actor"
        value={params.actor}
        onChange={(event) => setParams({ actor: event.currentTarget.value || null })}
        className="w-36"
      />
      <Select
        aria-label="Action"
        value={params.action}
        options={actionChoices(params.action)}
        onValueChange={(action) => setParams({ action: action || null })}
      />
      <Select
        aria-label="Outcome"
        value={params.outcome}
        options={outcomeChoices(params.outcome)}
        onValueChange={(outcome) => setParams({ outcome: outcome || null })}
      />
      <UtcRange from={params.from} to={params.to} onChange={(range) => setParams(range)} />
      <Checkbox
        label="All environments and Horizon itself"
        checked={params.all !== ""}
        onCheckedChange={(all) => setParams({ all: all ? "1" : null })}
      />
    </FilterBar>
  );
}
