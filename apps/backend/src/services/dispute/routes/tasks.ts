import { appendEvent } from "@horizon/db/backend";
import { findDisputeTask, finishDisputeTask } from "@horizon/db/dispute";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { prefixes } from "../ids.ts";
import { audit, moveBy } from "../moves.ts";
import { problem } from "../problems.ts";

const { userRoute } = routesOf<DisputeContext>();

const finish = userRoute({
  access: { roles: ["agent", "compliance"] },
  method: "post",
  path: "/v1/dispute-tasks/:taskId/complete",
  operationId: "completeDisputeTask",
  summary: "Say that a task of the dashboard is done",
  description:
    "For `expedited_confirmation` the written confirmation of the agency is attached: without it the deletion was only told (FCRA-10).",
  tags: ["Disputes"],
  params: z.strictObject({ taskId: idIn(prefixes.task) }),
  body: z.strictObject({
    note: z.string().trim().min(3).max(500),
    document_id: idIn(prefixes.document).nullable().default(null),
  }),
  responses: { 200: z.strictObject({ id: idOut(prefixes.task), done: z.literal(true) }) },
  problems: ["task.done", "task.evidence_missing"],
  handler: async (context, request) => {
    const { db, principal, params, body, requestId } = request;
    const task = await findDisputeTask(db, params.taskId);
    if (task === null) throw commonProblems.problem("resource.not_found");
    await authorizeCustomer(context, principal, task.customerId, requestId);
    if (task.kind === "expedited_confirmation" && body.document_id === null) {
      throw problem("task.evidence_missing");
    }
    if (!(await finishDisputeTask(db, task.id, context.clock.now()))) throw problem("task.done");
    await appendEvent(db, "dispute", {
      type: "dispute_task.completed.v1",
      aggregateType: "dispute_task",
      aggregateId: task.id,
      data: { customer_id: task.customerId, task_id: task.id, kind: task.kind },
      requestId,
    });
    await audit(moveBy(request), {
      action: "dispute_task.complete",
      objectType: "dispute_task",
      objectId: task.id,
      reason: body.note,
      details: { kind: task.kind, document_id: body.document_id },
    });
    return { status: 200, body: { id: publicIdOf(prefixes.task, task.id), done: true as const } };
  },
});

export const taskRoutes = [finish];
