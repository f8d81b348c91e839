import type { ChangeEntry } from "@horizon/contracts";
import { Link2 } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { DiffView } from "@/features/actions";
import { changeTypeTitles } from "./change-type-titles";

/** Entries under the day they belong to, in UTC. */
export function ChangeTimeline({
  entries,
  environment,
}: {
  entries: readonly ChangeEntry[];
  environment: string;
}) {
  const days = Map.groupBy(entries, ({ at }) => at.slice(0, 10));
  return (
    <div className="flex flex-col gap-5">
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={`${day} UTC`}>
          <h2 className="mb-1 font-medium text-ink-soft text-xs">{day} UTC</h2>
          <ol className="divide-y divide-line border-line border-y">
            {ofDay.map((entry) => (
              <ChangeItem key={entry.id} entry={entry} environment={environment} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function ChangeItem({ entry, environment }: { entry: ChangeEntry; environment: string }) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 py-2 md:grid-cols-[5.5rem_6.5rem_minmax(0,1fr)_auto]">
      <span className="text-ink-soft text-xs leading-5">
        <Time at={entry.at} />
      </span>
      <span>
        <Badge>{changeTypeTitles[entry.type]}</Badge>
      </span>
      <div className="min-w-0 max-md:col-span-full max-md:row-start-2">
        <p className="break-words">{entry.summary}</p>
        <div className="flex flex-wrap gap-x-3 text-ink-soft text-xs">
          <ShortCause entry={entry} />
          {entry.fields.length > 0 ? (
            <details className="open:basis-full">
              <summary className="w-fit rounded hover:text-ink">
                {entry.fields.length === 1 ? "1 field" : `${entry.fields.length} fields`} changed
              </summary>
              <div className="mt-1 mb-1 rounded-md border border-line bg-surface p-3 text-ink text-sm">
                <DiffView changes={entry.fields} />
              </div>
            </details>
          ) : null}
        </div>
      </div>
      <Link
        href={`/${environment}/changes/${entry.id}`}
        prefetch={false}
        aria-label={`Permalink: ${entry.summary}`}
        className="flex size-7 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink max-md:col-start-3 max-md:row-start-1 max-md:-my-1"
      >
        <Link2 aria-hidden className="size-4" />
      </Link>
    </li>
  );
}

function ShortCause({ entry }: { entry: ChangeEntry }) {
  if (entry.actor) return <ChangeCause entry={entry} />;
  return <p data-tip="By a controller, a pipeline or kubectl">Not through Horizon</p>;
}

/** Who did it and why; without an intent of Horizon's it came from elsewhere, and the page says so. */
export function ChangeCause({ entry }: { entry: ChangeEntry }) {
  if (!entry.actor)
    return (
      <p className="text-ink-soft text-xs">Not done through Horizon: a controller, a pipeline or kubectl.</p>
    );
  return (
    <p className="text-ink-soft text-xs">
      By <span className="font-medium text-ink">{entry.actor}</span>
      {entry.reason ? `: ${entry.reason}` : ""}
    </p>
  );
}
