"use client";
import type { WorkloadDetail } from "@horizon/contracts";
import { Time } from "@/components/ui/time";

/** What the controller says of the object, condition by condition. */
export function ConditionsList({ conditions }: { conditions: WorkloadDetail["conditions"] }) {
  if (conditions.length === 0)
    return <p className="text-ink-soft">The controller has reported no conditions yet.</p>;
  return (
    <ul>
      {conditions.map((condition) => (
        <li
          key={condition.type}
          className="grid gap-x-4 border-line border-t py-1.5 first:border-t-0 sm:grid-cols-[9rem_5rem_1fr_auto]"
        >
          <span className="font-medium">{condition.type}</span>
          <span>{condition.status}</span>
          <span className="min-w-0 break-words">
            {condition.reason}
            {condition.message && <span className="text-ink-soft">: {condition.message}</span>}
          </span>
          <span className="text-ink-soft text-xs">
            {condition.lastTransitionAt && <Time at={condition.lastTransitionAt} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
