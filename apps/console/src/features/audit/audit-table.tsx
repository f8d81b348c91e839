"use client";
import type { AuditRow } from "@horizon/contracts";
import { useMemo } from "react";
import { roleName } from "@/auth/role-name";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useStaticStore } from "@/components/table/use-static-store";
import { useTableParams } from "@/components/table/use-table-params";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";

type KeyedAuditRow = AuditRow & { readonly key: string };

const columns: readonly Column<KeyedAuditRow>[] = [
  {
    id: "outcome",
    header: "Outcome",
    width: "7rem",
    required: true,
    cell: ({ outcome }) => <Badge>{outcome}</Badge>,
  },
  { id: "at", header: "When", width: "6.5rem", cell: ({ at }) => <Time at={at} /> },
  {
    id: "actor",
    header: "Who",
    width: "minmax(0, 1fr)",
    cell: ({ actor, actorRole }) => (
      <>
        {actor} <span className="text-ink-soft text-xs">{roleName(actorRole)}</span>
      </>
    ),
  },
  {
    id: "action",
    header: "Action",
    width: "minmax(0, 1fr)",
    cell: ({ action }) => <span className="font-mono text-xs">{action}</span>,
  },
  {
    id: "target",
    header: "Target",
    width: "minmax(0, 1.6fr)",
    cell: ({ target }) => <span title={target}>{target}</span>,
  },
  {
    id: "reason",
    header: "Reason",
    width: "minmax(0, 1.8fr)",
    cell: ({ reason }) => <span title={reason}>{reason}</span>,
  },
  { id: "environment", header: "Environment", width: "6rem", cell: ({ environment }) => environment ?? "–" },
  {
    id: "address",
    header: "From",
    width: "7rem",
    initiallyHidden: true,
    cell: ({ clientAddress }) => <span className="font-mono text-xs">{clientAddress}</span>,
  },
  {
    id: "seq",
    header: "No.",
    width: "4rem",
    align: "right",
    compare: (a, b) => a.seq - b.seq,
    cell: ({ seq }) => seq,
  },
];

const newestFirst = (a: AuditRow, b: AuditRow) => b.seq - a.seq;

export function AuditTable({ rows, onOpen }: { rows: readonly AuditRow[]; onOpen: (seq: number) => void }) {
  const keyed = useMemo(() => rows.map((row): KeyedAuditRow => ({ ...row, key: String(row.seq) })), [rows]);
  const store = useStaticStore(keyed);
  const params = useTableParams(columns);
  const rowActions = useMemo(
    (): Column<KeyedAuditRow> => ({
      id: "actions",
      header: "Actions",
      width: "5rem",
      cell: ({ seq }) => (
        <Button size="small" onClick={() => onOpen(seq)} aria-label={`Details of entry ${seq}`}>
          Details
        </Button>
      ),
    }),
    [onOpen],
  );
  return (
    <DataTable
      label="Audit log"
      store={store}
      columns={columns}
      params={params}
      defaultCompare={newestFirst}
      rowActions={rowActions}
      empty={
        <PanelState
          kind="empty"
          title="No entries"
          detail="Every action that is asked for in Horizon leaves an entry here, also when it is refused."
        />
      }
    />
  );
}
