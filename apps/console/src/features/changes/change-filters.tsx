"use client";
import type { inferParserType, SetValues } from "nuqs";
import { FilterBar } from "@/components/table/filter-bar";
import { UtcRange } from "@/components/table/utc-range";
import { Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type changeParams, changeTypes } from "./change-params";
import { changeTypeTitles } from "./change-type-titles";

interface ChangeFiltersProps {
  params: inferParserType<typeof changeParams>;
  setParams: SetValues<typeof changeParams>;
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
      onTextChange={(service) => void setParams({ service: service || null })}
      onClear={filtered ? () => void setParams(null) : null}
    >
      <Select
        aria-label="Type"
        value={params.type ?? ""}
        options={typeOptions}
        onValueChange={(value) =>
          void setParams({ type: changeTypes.find((type) => type === value) ?? null })
        }
      />
      <Input
        aria-label="Actor"
        placeholder="Actor"
        value={params.actor}
        onChange={(event) => void setParams({ actor: event.currentTarget.value || null })}
        className="w-36"
      />
      <UtcRange from={params.from} to={params.to} onChange={(range) => void setParams(range)} />
    </FilterBar>
  );
}
