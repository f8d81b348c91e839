"use client";
import type { FreezeWindowRow } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import { useAddress } from "@/address";
import { flag } from "@/address/params";
import { useGlobalRefusal } from "@/auth/use-session";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Panel } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { CancelFreezeDialog, FreezeWindowDialog } from "./freeze-window-dialog";

const params = { ended: flag };

type Edit =
  | { readonly kind: "save"; readonly window: FreezeWindowRow | null }
  | { readonly kind: "cancel"; readonly window: FreezeWindowRow };

/** When nothing may be deployed, and who may all the same. */
export function FreezeWindowsPanel() {
  const trpc = useTRPC();
  const [{ ended }, setParams] = useAddress(params);
  const windows = useQuery(trpc.freezeWindows.list.queryOptions({ includeEnded: ended }));
  const refusal = useGlobalRefusal("freezeWindow.create");
  const [edit, setEdit] = useState<Edit | null>(null);
  const close = () => setEdit(null);
  const current = windows.data?.find(({ id }) => id === edit?.window?.id);
  return (
    <Panel
      title="Freeze windows"
      actions={
        <div className="flex flex-wrap items-center gap-3">
          <Checkbox
            label="Show ended and cancelled"
            checked={ended}
            onCheckedChange={(checked) => setParams({ ended: checked })}
          />
          <Button disabledReason={refusal} onClick={() => setEdit({ kind: "save", window: null })}>
            <CalendarPlus aria-hidden className="size-4" />
            Plan freeze
          </Button>
        </div>
      }
    >
      {windows.isPending ? <PanelState kind="loading" waitingFor="the freeze windows" rows={3} /> : null}
      {windows.isError && !windows.data ? (
        <ErrorState error={errorOf(windows.error)} onRetry={() => void windows.refetch()} />
      ) : null}
      {windows.data?.length === 0 ? (
        <PanelState
          kind="empty"
          title="No freeze is planned"
          detail="While a freeze is active, actions on its services are refused, except for the people and services it exempts."
        />
      ) : null}
      <ul className="divide-y divide-line">
        {(windows.data ?? []).map((window) => (
          <FreezeWindow key={window.id} window={window} onEdit={setEdit} />
        ))}
      </ul>
      {edit?.kind === "save" ? (
        <FreezeWindowDialog window={edit.window} current={current} onClose={close} />
      ) : null}
      {edit?.kind === "cancel" ? (
        <CancelFreezeDialog window={edit.window} current={current} onClose={close} />
      ) : null}
    </Panel>
  );
}

const stateTitles = {
  scheduled: "Planned",
  active: "In force now",
  ended: "Ended",
  cancelled: "Cancelled",
} as const satisfies Record<FreezeWindowRow["state"], string>;

function FreezeWindow({ window, onEdit }: { window: FreezeWindowRow; onEdit: (edit: Edit) => void }) {
  const updateRefusal = useGlobalRefusal("freezeWindow.update");
  const cancelRefusal = useGlobalRefusal("freezeWindow.cancel");
  const over = window.state === "ended" || window.state === "cancelled";
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{window.title}</span>
          <Badge tone={window.state === "active" ? "accent" : "neutral"}>{stateTitles[window.state]}</Badge>
          <Badge>{window.environment}</Badge>
        </p>
        <p className="text-ink-soft">
          {window.services ? window.services.join(", ") : "Every service"}
          {window.exceptServices.length > 0 ? `, except ${window.exceptServices.join(", ")}` : ""}
          {window.exceptMemberIds.length > 0
            ? ` · ${window.exceptMemberIds.length === 1 ? "1 person is exempt" : `${window.exceptMemberIds.length} people are exempt`}`
            : ""}
        </p>
        <p className="text-ink-soft text-xs">
          From <Time at={window.startsAt} /> to <Time at={window.endsAt} /> · {window.reason} · by{" "}
          {window.createdBy}
        </p>
      </div>
      {over ? null : (
        <div className="flex gap-2">
          <Button
            size="small"
            disabledReason={updateRefusal}
            onClick={() => onEdit({ kind: "save", window })}
          >
            Edit
          </Button>
          <Button
            size="small"
            disabledReason={cancelRefusal}
            onClick={() => onEdit({ kind: "cancel", window })}
          >
            Cancel freeze
          </Button>
        </div>
      )}
    </li>
  );
}
