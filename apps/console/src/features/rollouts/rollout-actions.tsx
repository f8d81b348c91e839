"use client";
import type { RolloutDetail, RolloutRef } from "@horizon/contracts";
import { ActionButton, WorkloadActions } from "@/features/actions";
import { useWorkload } from "@/features/workload-status";

/** The actions on the canary first, then those on its pods. What the state does not allow is off and says why. */
export function RolloutActions({ target, detail }: { target: RolloutRef; detail: RolloutDetail }) {
  const workload = useWorkload(target).data;
  const { availability } = detail;
  return (
    <fieldset className="mb-4 flex flex-wrap items-center gap-2">
      <legend className="sr-only">Actions on {target.name}</legend>
      <ActionButton
        variant="primary"
        command={{ action: "rollout.promote", target }}
        availability={availability["rollout.promote"]}
      />
      {(
        [
          "rollout.promoteFull",
          "rollout.pause",
          "rollout.resume",
          "rollout.abort",
          "rollout.retry",
          "rollout.skipStep",
        ] as const
      ).map((action) => (
        <ActionButton key={action} command={{ action, target }} availability={availability[action]} />
      ))}
      {workload && (
        <>
          <span aria-hidden className="mx-1 h-5 w-px bg-line max-lg:hidden" />
          <WorkloadActions target={target} detail={workload} />
        </>
      )}
    </fieldset>
  );
}
