import type { WaitingItem } from "@horizon/contracts";
import { ChevronRight, GitBranch, Hourglass, UserCheck } from "lucide-react";
import Link from "next/link";
import { useSession } from "@/auth/use-session";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { formatDuration } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/now";

const icons = { rollout: GitBranch, approval: UserCheck, stuck: Hourglass } as const;

interface WaitingListProps {
  items: readonly WaitingItem[];
  /** What it says first while there are none. */
  nothing: string;
  /** The environment of the page. */
  here: string;
}

/** Rollouts that wait for a person, requests for a second one, actions for a controller. */
export function WaitingList({ items, nothing, here }: WaitingListProps) {
  if (items.length === 0) {
    return (
      <p className="rounded-lg border border-line px-3 py-2.5 text-ink-soft">
        {nothing} Canaries that pause for a person, requests for approval and actions that no controller picks
        up appear here.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {items.map((item) => (
        <Waiting key={item.key} item={item} elsewhere={item.environment === here ? null : item.environment} />
      ))}
    </ul>
  );
}

/** The list is of every environment; what is not of the page's says which it is of. */
function Waiting({ item, elsewhere }: { item: WaitingItem; elsewhere: string | null }) {
  const Icon = icons[item.kind];
  const info = useSession()?.environments.find(({ id }) => id === elsewhere);
  return (
    <li className="relative grid grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 px-3 py-2 hover:bg-hover sm:grid-cols-[1rem_minmax(0,1fr)_auto_1rem]">
      <Icon aria-hidden className="size-4 text-ink-soft" />
      <p className="max-sm:col-span-2">
        <Link href={item.href} prefetch={false} className="mr-2 font-medium after:absolute after:inset-0">
          {item.title}
        </Link>
        <span className="text-ink-soft">{item.detail}</span>
      </p>
      <span className="flex flex-wrap items-center gap-2 max-sm:col-start-2">
        {elsewhere ? <EnvironmentBadge id={elsewhere} info={info} /> : null}
        <Waited since={item.since} />
      </span>
      <ChevronRight aria-hidden className="size-4 text-ink-soft max-sm:hidden" />
    </li>
  );
}

function Waited({ since }: { since: string }) {
  const now = useNow();
  return (
    <time dateTime={since} data-tip-time={since} className="relative whitespace-nowrap text-ink-soft text-xs">
      waits {formatDuration(Math.max(0, now - Date.parse(since)))}
    </time>
  );
}
