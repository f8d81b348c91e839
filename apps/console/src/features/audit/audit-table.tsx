"use client";
import type { AuditRow } from "@horizon/contracts";
import { useMemo } from "react";
import { roleName } from "@/auth/role-name";
import type { Column, DrawnColumn } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Nothing } from "@/components/table/nothing";
import { useStaticStore } from "@/components/table/use-static-store";
import { useTableParams } from "@/components/table/use-table-params";
import { Button } from "@/components/ui/button";
import { PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { AuditOutcome } from "./audit-outcome";

type KeyedAuditRow = AuditRow & { readonly key: string };

/** `Deployment horizon-production/worker-service` by its name; the kind and the namespace are in the tip. */
function TargetName({ target }: { target: string }) {
  const at = target.lastIndexOf("/") + 1;
  return <span data-tip={target}>{target.slice(at) || target}</span>;
}

const columns: readonly Column<KeyedAuditRow>[] = [
  {
    id: "outcome",
    header: "Outcome",
    width: "8.5rem",
    required: true,
    cell: ({ outcome }) => <AuditOutcome outcome={outcome} />,
  },
  { id: "at", header: "When", width: "5.25rem", cell: ({ at }) => <Time at={at} /> },
  {
    id: "actor",
    header: "Who",
    width: "minmax(6.5rem, 0.7fr)",
    cell: ({ actor, actorRole }) => <span data-tip={`${actor}, ${roleName(actorRole)}`}>{actor}</span>,
  },
  {
    id: "action",
    header: "Action",
    width: "10.5rem",
    cell: ({ action }) => <span className="font-mono text-xs">{action}</span>,
  },
  {
    id: "target",
    header: "Target",
    width: "minmax(8.5rem, 1fr)",
    cell: ({ target }) => <TargetName target={target} />,
  },
  {
    id: "reason",
    header: "Reason",
    width: "minmax(0, 2fr)",
    onCard: "line",
    cell: ({ reason }) => (reason ? <span data-tip={reason}>{reason}</span> : <Nothing />),
  },
  {
    id: "environment",
    header: "Environment",
    width: "6rem",
    cell: ({ environment }) => environment ?? <Nothing />,
  },
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
    width: "3rem",
    align: "right",
    compare: (a, b) => a.seq - b.seq,
    cell: ({ seq }) => seq,
  },
];
/** Of one environment every entry would name the same one. */
const columnsOfOne = columns.filter(({ id }) => id !== "environment");

const newestFirst = (a: AuditRow, b: AuditRow) => b.seq - a.seq;

interface AuditTableProps {
  rows: readonly AuditRow[];
  /** Whether entries of every environment are among them. */
  everywhere: boolean;
  onOpen: (seq: number) => void;
}

export function AuditTable({ rows, everywhere, onOpen }: AuditTableProps) {
  const keyed = useMemo(() => rows.map((row): KeyedAuditRow => ({ ...row, key: String(row.seq) })), [rows]);
  const store = useStaticStore(keyed);
  const shown = everywhere ? columns : columnsOfOne;
  const params = useTableParams(shown);
  const rowActions = useMemo(
    (): DrawnColumn<KeyedAuditRow> => ({
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
      columns={shown}
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
