"use client";
import type { SetAddress } from "@/address";
import { FilterBar } from "@/components/table/filter-bar";
import { UtcRange } from "@/components/table/utc-range";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { SaveViewButton } from "@/features/saved-views";
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
      <Input
        aria-label="Action"
        placeholder="Action"
        value={params.action}
        onChange={(event) => setParams({ action: event.currentTarget.value || null })}
        className="w-36"
      />
      <Input
        aria-label="Outcome"
        placeholder="Outcome"
        value={params.outcome}
        onChange={(event) => setParams({ outcome: event.currentTarget.value || null })}
        className="w-32"
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
