"use client";
import type { SetAddress } from "@/address";
import type { ValuesOf } from "@/address/params";
import { FilterBar } from "@/components/table/filter-bar";
import { UtcRange } from "@/components/table/utc-range";
import { Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SaveViewButton } from "@/features/saved-views";
import { type changeParams, changeTypes } from "./change-params";
import { changeTypeTitles } from "./change-type-titles";

interface ChangeFiltersProps {
  params: ValuesOf<typeof changeParams>;
  setParams: SetAddress<typeof changeParams>;
  filtered: boolean;
}

const typeOptions = [
  { value: "", label: "Every type" },
  ...changeTypes.map((value) => ({ value, label: changeTypeTitles[value] })),
];

export function ChangeFilters({ params, setParams, filtered }: ChangeFiltersProps) {
  return (
    <FilterBar
      label="Filter by service"
      text={params.service}
      onTextChange={(service) => setParams({ service: service || null })}
      onClear={filtered ? () => setParams(null) : null}
      actions={<SaveViewButton />}
    >
      <Select
        aria-label="Type"
        value={params.type ?? ""}
        options={typeOptions}
        onValueChange={(value) => setParams({ type: changeTypes.find((type) => type === value) ?? null })}
      />
      <Input
        aria-label="Actor"
        placeholder="Actor"
        value={params.actor}
        onChange={(event) => setParams({ actor: event.currentTarget.value || null })}
        className="w-36"
      />
      <UtcRange from={params.from} to={params.to} onChange={(range) => setParams(range)} />
    </FilterBar>
  );
}
