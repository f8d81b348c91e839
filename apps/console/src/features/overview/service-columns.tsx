import type { EnvironmentInfo, ServiceCell, ServiceOverview } from "@horizon/contracts";
import Link from "next/link";
import type { Column } from "@/components/table/column";
import { Nothing } from "@/components/table/nothing";
import { formatRelative } from "@/components/ui/format-time";
import { compareWorstFirst } from "@/components/ui/health-order";
import { useNow } from "@/components/ui/now";
import { StatusIcon } from "@/components/ui/status-badge";
import { WeightBar } from "@/components/ui/weight-bar";
import { ReadyCell, StatusCell } from "@/features/workload-status";
import { changeText } from "./change-text";
import { progressText } from "./progress-text";

export interface ServiceRow extends ServiceOverview {
  readonly key: string;
}

/** The page of a service's workload; null where it does not exist. */
function workloadHref({ environment, workload, rollout }: ServiceCell): string | null {
  if (!workload) return null;
  const { kind, namespace, name } = workload;
  if (kind === "Rollout" && rollout) return `/${environment}/rollouts/${namespace}/${name}`;
  return `/${environment}/deployments/${kind}/${namespace}/${name}`;
}

function cellOf(row: ServiceOverview, environment: string): ServiceCell | undefined {
  return row.cells.find((cell) => cell.environment === environment && cell.workload !== null);
}

/** Problems first; services that do not exist here last. */
export function compareServices(environment: string) {
  return (a: ServiceRow, b: ServiceRow) => {
    const [one, other] = [cellOf(a, environment), cellOf(b, environment)];
    if (!one || !other) return Number(!one) - Number(!other) || a.service.localeCompare(b.service);
    return compareWorstFirst(one.health.state, other.health.state) || a.service.localeCompare(b.service);
  };
}

const notRead = "the cluster has not been read yet";

/** The environment of the page in full, every other as state and version; of those in `unread` nothing is known. */
export function serviceColumns(
  environment: string,
  others: readonly EnvironmentInfo[],
  unread: ReadonlySet<string>,
): Column<ServiceRow>[] {
  const here = (row: ServiceRow) => cellOf(row, environment);
  return [
    {
      id: "health",
      header: "Status",
      width: "minmax(0, 1.8fr)",
      required: true,
      compare: (a, b) => compareServices(environment)(a, b),
      cell: (row) => {
        const cell = here(row);
        if (!cell && unread.has(environment)) return <StatusCell state="Unknown" reason={notRead} />;
        if (!cell) return <span className="text-ink-soft">Not in this environment</span>;
        // That it was aborted is told in its column.
        const { state, reason } = cell.health;
        return <StatusCell state={state} reason={reason.replace(/^aborted: /, "")} />;
      },
    },
    {
      id: "service",
      header: "Service",
      width: "minmax(8.25rem, 0.5fr)",
      onCard: "title",
      required: true,
      compare: (a, b) => a.service.localeCompare(b.service),
      cell: (row) => <ServiceName row={row} cell={here(row)} />,
    },
    {
      id: "version",
      header: "Version",
      width: "4rem",
      cell: (row) => {
        const version = here(row)?.version;
        return version ? <span className="font-mono text-xs">{version}</span> : <Nothing />;
      },
    },
    {
      id: "ready",
      header: "Ready",
      width: "4.25rem",
      cell: (row) => {
        const cell = here(row);
        return cell ? <ReadyCell ready={cell.ready} desired={cell.desired} /> : <Nothing />;
      },
    },
    {
      id: "rollout",
      header: "Rollout",
      width: "var(--rollout-column)",
      cell: (row) => <RunningRollout cell={here(row)} />,
    },
    {
      id: "change",
      header: "Last change",
      width: "var(--change-column)",
      cell: (row) => <LastChange cell={here(row)} service={row.service} />,
    },
    ...others.map(
      ({ id, title }): Column<ServiceRow> => ({
        id: `in-${id}`,
        header: title,
        width: "4.75rem",
        cell: (row) => <OtherEnvironment cell={cellOf(row, id)} isUnread={unread.has(id)} />,
      }),
    ),
  ];
}

function ServiceName({ row, cell }: { row: ServiceRow; cell: ServiceCell | undefined }) {
  const href = cell ? workloadHref(cell) : null;
  if (!href) return <span className="font-medium">{row.service}</span>;
  return (
    <Link href={href} prefetch={false} className="font-medium hover:underline">
      {row.service}
    </Link>
  );
}

function RunningRollout({ cell }: { cell: ServiceCell | undefined }) {
  const rollout = cell?.rollout;
  if (!rollout) return <Nothing />;
  return (
    <span className="flex min-w-0 items-center gap-x-2 @max-4xl:flex-wrap">
      <WeightBar
        compact
        className="w-20 shrink-0 @4xl:max-[90rem]:hidden"
        stable={100 - rollout.weight}
        canary={rollout.weight}
      />
      <span className="hidden w-8 shrink-0 text-right font-medium text-xs @4xl:max-[90rem]:inline">
        {rollout.weight} %
      </span>
      <span className="truncate text-ink-soft text-xs @max-4xl:whitespace-normal">
        {progressText(rollout)}
      </span>
    </span>
  );
}

/** The time alone where there is no room for the words; it leads to the change, and the words are its tip. */
function LastChange({ cell, service }: { cell: ServiceCell | undefined; service: string }) {
  const change = cell?.lastChange;
  if (!cell || !change) return <Nothing />;
  return (
    <Link
      href={`/${cell.environment}/changes/${change.id}`}
      prefetch={false}
      data-tip={change.summary}
      className="group/change flex min-w-0 gap-x-2 text-xs @max-4xl:flex-wrap"
    >
      <ChangedAt at={change.at} />
      <span className="truncate group-hover/change:underline @max-4xl:whitespace-normal @4xl:max-[90rem]:sr-only">
        {changeText(change.summary, service)}
      </span>
    </Link>
  );
}

function ChangedAt({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} data-tip-time={at} className="shrink-0 text-ink-soft group-hover/change:underline">
      {formatRelative(Date.parse(at), now)}
    </time>
  );
}

function OtherEnvironment({ cell, isUnread }: { cell: ServiceCell | undefined; isUnread: boolean }) {
  if (!cell && isUnread) return <StatusCell state="Unknown" reason="" />;
  if (!cell) return <Nothing />;
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-xs">
      <StatusIcon state={cell.health.state} />
      <span className="sr-only">{cell.health.state}</span>
      <span className="truncate font-mono text-ink-soft">{cell.version}</span>
    </span>
  );
}
