"use client";
import type { ClusterCommand, WorkloadDetail, WorkloadRef } from "@horizon/contracts";
import { ActionButton } from "./action-button.tsx";
import type { ActionChoices } from "./action-draft.ts";

interface WorkloadActionsProps {
  readonly target: WorkloadRef;
  readonly detail: Pick<WorkloadDetail, "row" | "revisions" | "containers" | "hpa">;
}

/** Restart, roll back, set image and scale, each beginning from what runs now. */
export function WorkloadActions({ target, detail }: WorkloadActionsProps) {
  const choices: ActionChoices = { ...detail, desired: detail.row.desired };
  const container = detail.containers.find(({ sidecar }) => !sidecar) ?? detail.containers[0];
  const newest = Math.max(0, ...detail.revisions.map(({ revision }) => revision));
  const previous = Math.max(
    0,
    ...detail.revisions.map(({ revision }) => revision).filter((each) => each < newest),
  );
  const rollBack: ClusterCommand = { action: "workload.rollBack", target, revision: Math.max(1, previous) };
  return (
    <>
      <ActionButton command={{ action: "workload.restart", target }} />
      <ActionButton
        command={rollBack}
        choices={choices}
        availability={
          previous > 0 ? undefined : { enabled: false, reason: "There is no earlier revision to go back to." }
        }
      />
      {container && (
        <ActionButton
          command={{ action: "workload.setImage", target, container: container.name, image: container.image }}
          choices={choices}
        />
      )}
      <ActionButton
        command={{ action: "workload.scale", target, replicas: detail.row.desired }}
        choices={choices}
      />
    </>
  );
}
