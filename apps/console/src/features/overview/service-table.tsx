"use client";
import type { Overview, ServiceOverview } from "@horizon/contracts";
import { useMemo } from "react";
import { useSession } from "@/auth/use-session";
import { DataTable } from "@/components/table/data-table";
import { useStaticStore } from "@/components/table/use-static-store";
import { useTableParams } from "@/components/table/use-table-params";
import { PanelState } from "@/components/ui/panel-state";
import { unreadOf } from "./overview-sentence";
import { compareServices, type ServiceRow, serviceColumns } from "./service-columns";

/** One row per service. */
export function ServiceTable({
  services,
  environment,
  freshness,
}: {
  services: readonly ServiceOverview[];
  environment: string;
  freshness: Overview["freshness"];
}) {
  const session = useSession();
  const environments = session?.environments;
  const columns = useMemo(
    () =>
      serviceColumns(
        environment,
        (environments ?? []).filter(({ id }) => id !== environment),
        unreadOf(freshness),
      ),
    [environment, environments, freshness],
  );
  const rows = useMemo(() => services.map((one): ServiceRow => ({ ...one, key: one.service })), [services]);
  const store = useStaticStore(rows);
  const params = useTableParams(columns);
  const defaultCompare = useMemo(() => compareServices(environment), [environment]);
  return (
    <div className="[--change-column:4.5rem] [--rollout-column:8rem] min-[90rem]:[--change-column:minmax(0,1fr)] min-[90rem]:[--rollout-column:10.75rem]">
      <DataTable
        label="Services"
        store={store}
        columns={columns}
        params={params}
        defaultCompare={defaultCompare}
        empty={
          <PanelState
            kind="empty"
            title="No services were found"
            detail="Services appear here once a cluster of Horizon’s configuration runs workloads in a namespace of its environment."
          />
        }
      />
    </div>
  );
}
