"use client";
import type { WorkloadDetail } from "@horizon/contracts";
import { memo } from "react";
import { StatusIcon } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";

const faultyWhen: Readonly<Record<string, string>> = {
  Available: "False",
  Progressing: "False",
  ReplicaFailure: "True",
  InvalidSpec: "True",
  AbleToScale: "False",
  ScalingActive: "False",
};

/** Whether a condition is a fault by itself; most say only where the object stands. */
function isFault({ type, status }: WorkloadDetail["conditions"][number]): boolean {
  return faultyWhen[type] === status;
}

/** What the controller says of the object, condition by condition, faults first. */
export const ConditionsList = memo(function ConditionsList({
  conditions,
}: {
  conditions: WorkloadDetail["conditions"];
}) {
  if (conditions.length === 0)
    return <p className="text-ink-soft">The controller has reported no conditions yet.</p>;
  return (
    <ul>
      {conditions
        .toSorted((a, b) => Number(isFault(b)) - Number(isFault(a)))
        .map((condition) => (
          <li
            key={condition.type}
            className="grid gap-x-4 border-line border-t py-1.5 first:border-t-0 sm:grid-cols-[7.25rem_3.5rem_minmax(0,1fr)_auto]"
          >
            <span className="flex items-center gap-1.5 self-start font-medium">
              {condition.type}
              {isFault(condition) && <StatusIcon state="Degraded" />}
            </span>
            <span className={isFault(condition) ? "font-medium text-degraded" : undefined}>
              {condition.status}
            </span>
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
});
