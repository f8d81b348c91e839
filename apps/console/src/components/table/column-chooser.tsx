"use client";
import { Columns3 } from "lucide-react";
import { Menu } from "../ui/menu";
import type { Column } from "./column";
import type { TableParams } from "./use-table-params";

/** Chooses which columns are shown. */
export function ColumnChooser<Row>({
  columns,
  params,
}: {
  columns: readonly Column<Row>[];
  params: TableParams<Row>;
}) {
  const shown = new Set(params.visible.map(({ id }) => id));
  return (
    <Menu
      align="end"
      entries={columns.map(({ id, header, required }) => ({
        kind: "check",
        label: header,
        checked: shown.has(id),
        disabled: required ?? false,
        onChange: (checked) =>
          params.setVisible(
            columns.map((one) => one.id).filter((one) => (one === id ? checked : shown.has(one))),
          ),
      }))}
    >
      <Columns3 aria-hidden className="size-4" />
      Columns
    </Menu>
  );
}
