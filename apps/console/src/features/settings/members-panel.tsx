"use client";
import type { MemberRow } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { roleName } from "@/auth/role-name";
import { useGlobalRefusal } from "@/auth/use-session";
import type { Column, DrawnColumn } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useStaticStore } from "@/components/table/use-static-store";
import { useTableParams } from "@/components/table/use-table-params";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { MemberDialog, type MemberEdit } from "./member-dialog";

interface MemberTableRow extends MemberRow {
  readonly key: string;
}

const columns: readonly Column<MemberTableRow>[] = [
  {
    id: "name",
    header: "Name",
    required: true,
    compare: byName,
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    id: "role",
    header: "Role",
    width: "7rem",
    compare: (a, b) => a.role.localeCompare(b.role),
    cell: ({ role }) => roleName(role),
  },
  { id: "email", header: "E-mail", onCard: "line", cell: ({ email }) => <span title={email}>{email}</span> },
  {
    id: "active",
    header: "Access",
    width: "8rem",
    cell: ({ active }) => (active ? "Active" : <Badge>Deactivated</Badge>),
  },
  { id: "updated", header: "Changed", width: "7rem", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

function byName(a: MemberRow, b: MemberRow): number {
  return a.name.localeCompare(b.name);
}

/** Who may use Horizon, in which role. */
export function MembersPanel() {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions());
  const refusal = useGlobalRefusal("member.create");
  const [edit, setEdit] = useState<MemberEdit | null>(null);
  return (
    <Panel
      title="Members"
      actions={
        <Button disabledReason={refusal} onClick={() => setEdit({ kind: "create" })}>
          <UserPlus aria-hidden className="size-4" />
          Add member
        </Button>
      }
    >
      {members.isPending ? <PanelState kind="loading" waitingFor="the members" rows={5} /> : null}
      {members.isError && !members.data ? (
        <ErrorState error={errorOf(members.error)} onRetry={() => void members.refetch()} />
      ) : null}
      {members.data ? <MemberTable members={members.data} onEdit={setEdit} /> : null}
      {edit ? <MemberDialog edit={edit} onClose={() => setEdit(null)} /> : null}
    </Panel>
  );
}

function MemberTable({
  members,
  onEdit,
}: {
  members: readonly MemberRow[];
  onEdit: (edit: MemberEdit) => void;
}) {
  const rows = useMemo(
    () => members.map((member): MemberTableRow => ({ ...member, key: member.id })),
    [members],
  );
  const store = useStaticStore(rows);
  const params = useTableParams(columns);
  const roleRefusal = useGlobalRefusal("member.setRole");
  const activeRefusal = useGlobalRefusal("member.setActive");
  const signInRefusal = useGlobalRefusal("member.resetSignIn");
  const rowActions = useMemo(
    (): DrawnColumn<MemberTableRow> => ({
      id: "actions",
      header: "Actions",
      width: "19rem",
      cell: (member) => (
        <>
          <Button
            size="small"
            disabledReason={roleRefusal}
            aria-label={`Change role of ${member.name}`}
            onClick={() => onEdit({ kind: "role", member })}
          >
            Change role
          </Button>
          <Button
            size="small"
            disabledReason={activeRefusal}
            aria-label={`${member.active ? "Deactivate" : "Activate"} ${member.name}`}
            onClick={() => onEdit({ kind: "active", member })}
          >
            {member.active ? "Deactivate" : "Activate"}
          </Button>
          <Button
            size="small"
            disabledReason={signInRefusal}
            aria-label={`Reset sign-in of ${member.name}`}
            onClick={() => onEdit({ kind: "sign-in", member })}
          >
            Reset sign-in
          </Button>
        </>
      ),
    }),
    [roleRefusal, activeRefusal, signInRefusal, onEdit],
  );
  return (
    <DataTable
      label="Members"
      store={store}
      columns={columns}
      params={params}
      defaultCompare={byName}
      rowActions={rowActions}
      empty={
        <PanelState kind="empty" title="No members" detail="An admin adds people here by their e-mail." />
      }
    />
  );
}
