"use client";
import { Columns3 } from "lucide-react";
import { Button } from "../ui/button";
import { Menu, MenuCheckItem } from "../ui/menu";
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
      label="Columns"
      trigger={
        <Button>
          <Columns3 aria-hidden className="size-4" />
          Columns
        </Button>
      }
    >
      {columns.map(({ id, header, required }) => (
        <MenuCheckItem
          key={id}
          checked={shown.has(id)}
          disabled={required ?? false}
          onSelect={(event) => event.preventDefault()}
          onCheckedChange={(checked) =>
            params.setVisible(
              columns.map((one) => one.id).filter((one) => (one === id ? checked : shown.has(one))),
            )
          }
        >
          {header}
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
