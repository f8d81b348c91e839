import {
  type EventRow,
  environmentId,
  type PodRow,
  podRef,
  type RevisionDiff,
  type Snapshot,
  type WorkloadDetail,
  type WorkloadRow,
  workloadRef,
} from "@horizon/contracts";
import { z } from "zod";
import { getCachedWorkload } from "../../estate/find-workload.ts";
import { takeSnapshot } from "../../live/take-snapshot.ts";
import { readProcedure, router } from "../../trpc/init.ts";
import { diffWorkloadRevisions } from "./diff-workload-revisions.ts";
import { getObjectYaml, type ObjectYaml } from "./get-object-yaml.ts";
import { getWorkload } from "./get-workload.ts";
import { listWorkloadEvents } from "./list-workload-events.ts";

const diffInput = z.strictObject({ target: workloadRef, from: z.int().min(1), to: z.int().min(1) });

export const deploymentsRouter = router({
  list: readProcedure
    .input(z.strictObject({ environment: environmentId }))
    .query(({ ctx: { ops }, input: { environment } }): Snapshot<WorkloadRow> => {
      return takeSnapshot(ops, environment, ({ rows }) =>
        rows
          .table("workload")
          .values()
          .filter((row) => row.environment === environment),
      );
    }),
  get: readProcedure
    .input(workloadRef)
    .query(({ ctx: { ops }, input }): Promise<WorkloadDetail> => getWorkload(ops, input)),
  pods: readProcedure.input(workloadRef).query(({ ctx: { ops }, input }): Snapshot<PodRow> => {
    const { workload } = getCachedWorkload(ops.estate, input);
    return takeSnapshot(ops, input.environment, ({ index, rows }) =>
      index.listPods(workload.object.metadata.uid).flatMap((pod) => rows.table("pod").get(pod.uid) ?? []),
    );
  }),
  events: readProcedure
    .input(workloadRef)
    .query(({ ctx: { ops }, input }): Promise<EventRow[]> => listWorkloadEvents(ops, input)),
  diff: readProcedure
    .input(diffInput)
    .query(({ ctx: { ops }, input }): RevisionDiff => diffWorkloadRevisions(ops, input)),
  yaml: readProcedure
    .input(z.union([workloadRef, podRef]))
    .query(({ ctx: { ops }, input, signal }): Promise<ObjectYaml> => getObjectYaml(ops, input, signal)),
});
