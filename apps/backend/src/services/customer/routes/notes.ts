import {
  type CustomerNote,
  type CustomerTask,
  completeTask,
  createNote,
  createTask,
  findNewestContract,
  findTask,
  listNotes,
  listTasks,
  updateContract,
} from "@horizon/db/customer";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, newId, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { contractData, contractObject } from "../contract-life.ts";
import { channelAfterCall } from "../domain/sale-channel.ts";
import { getVisibleCustomer, lockVisibleCustomer } from "../find-visible.ts";
import { problem } from "../problems.ts";
import { recordChange } from "../record-change.ts";
import { civilDate, customerParams, instant } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();
const staff = ["agent", "compliance", "billing"] as const;

const noteView = z.strictObject({
  id: idOut("not"),
  kind: z.enum(["note", "sales_call"]),
  text: z.string(),
  created_by: idOut("usr"),
  created_at: instant,
});
const taskView = z.strictObject({
  id: idOut("tsk"),
  kind: z.string(),
  title: z.string(),
  due_on: civilDate.nullable(),
  created_at: instant,
  completed_at: instant.nullable(),
});

export const noteRoutes = [
  userRoute({
    access: { roles: staff },
    method: "post",
    path: "/v1/customers/:customerId/notes",
    operationId: "createNote",
    summary: "Writes a note that the customer never sees",
    description: "A `sales_call` before the signature makes an online sale a mixed one (TSR-2).",
    tags: ["staff"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      kind: z.enum(["note", "sales_call"]).default("note"),
      text: z.string().trim().min(1).max(5_000),
    }),
    responses: { 201: noteView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const actor = actorOf(request);
      const note = await createNote(db, {
        id: newId(),
        customerId: customer.id,
        kind: body.kind,
        text: body.text,
        createdBy: principal.userId,
        createdAt: now,
      });
      const unsigned =
        body.kind === "sales_call" ? await findNewestContract(db, customer.id, ["draft", "offered"]) : null;
      if (unsigned !== null && channelAfterCall(unsigned.saleChannel) !== unsigned.saleChannel) {
        const to = channelAfterCall(unsigned.saleChannel);
        await updateContract(db, unsigned.id, { saleChannel: to });
        await recordChange(db, actor, {
          type: "contract.sale_channel_changed.v1",
          data: { ...contractData(unsigned), from: unsigned.saleChannel, to },
          customerId: customer.id,
          object: contractObject(unsigned),
          at: now,
          reason: "sales call",
          visible: false,
        });
      }
      await recordChange(db, actor, {
        type: "note.added.v1",
        data: { customer_id: customer.id, note_id: note.id },
        customerId: customer.id,
        object: { type: "note", id: note.id },
        at: now,
        visible: false,
      });
      return { status: 201, body: viewNote(note) };
    },
  }),
  userRoute({
    access: { roles: [...staff, "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/notes",
    operationId: "listNotes",
    summary: "Notes, newest first",
    tags: ["staff"],
    params: customerParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(noteView) },
    handler: async ({ db, cursors }, { principal, params, query }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const { limit } = query;
      const list = `notes ${customer.id}`;
      const rows = await listNotes(db, {
        customerId: customer.id,
        cursor: cursors.read(query.cursor, list),
        limit,
      });
      return { status: 200, body: cursors.page(rows, { limit, list, view: viewNote }) };
    },
  }),
  userRoute({
    access: { roles: staff },
    method: "post",
    path: "/v1/customers/:customerId/tasks",
    operationId: "createTask",
    summary: "Notes what is to be done for a customer",
    tags: ["staff"],
    idempotency: "required",
    params: customerParams,
    body: z.strictObject({
      title: z.string().trim().min(1).max(200),
      due_on: civilDate.nullable().default(null),
    }),
    responses: { 201: taskView },
    handler: async ({ clock }, request) => {
      const { principal, body, db, params } = request;
      const customer = await lockVisibleCustomer(db, principal, params.customerId);
      const now = clock.now();
      const task = await createTask(db, {
        id: newId(),
        customerId: customer.id,
        kind: "manual",
        title: body.title,
        dueOn: body.due_on,
        createdBy: principal.userId,
        createdAt: now,
      });
      await recordChange(db, actorOf(request), { ...taskChange(task, now), type: "task.created.v1" });
      return { status: 201, body: viewTask(task) };
    },
  }),
  userRoute({
    access: { roles: [...staff, "auditor"] },
    method: "get",
    path: "/v1/customers/:customerId/tasks",
    operationId: "listTasks",
    summary: "Tasks, newest first",
    tags: ["staff"],
    params: customerParams,
    query: z.strictObject({ ...pageQuery, open: z.enum(["true", "false"]).default("false") }),
    responses: { 200: pageOf(taskView) },
    handler: async ({ db, cursors }, { principal, params, query }) => {
      const customer = await getVisibleCustomer(db, principal, params.customerId);
      const { limit, open } = query;
      const list = `tasks ${customer.id} ${open}`;
      const cursor = cursors.read(query.cursor, list);
      const rows = await listTasks(db, { customerId: customer.id, openOnly: open === "true", cursor, limit });
      return { status: 200, body: cursors.page(rows, { limit, list, view: viewTask }) };
    },
  }),
  userRoute({
    access: { roles: staff },
    method: "post",
    path: "/v1/tasks/:taskId/complete",
    operationId: "completeTask",
    summary: "Says that a task is done",
    tags: ["staff"],
    params: z.strictObject({ taskId: idIn("tsk") }),
    responses: { 200: taskView },
    problems: ["task.completed"],
    handler: async ({ clock }, request) => {
      const { principal, db, params } = request;
      const found = await findTask(db, params.taskId);
      if (found === null) throw commonProblems.problem("resource.not_found");
      await lockVisibleCustomer(db, principal, found.customerId);
      const now = clock.now();
      const task = await completeTask(db, found.id, { completedBy: principal.userId, completedAt: now });
      if (task === null) throw problem("task.completed");
      await recordChange(db, actorOf(request), { ...taskChange(task, now), type: "task.completed.v1" });
      return { status: 200, body: viewTask(task) };
    },
  }),
];

function taskChange(task: CustomerTask, at: Date) {
  return {
    data: { customer_id: task.customerId, task_id: task.id },
    customerId: task.customerId,
    object: { type: "task", id: task.id },
    at,
    visible: false,
  };
}

function viewNote(note: CustomerNote): z.input<typeof noteView> {
  return {
    id: publicIdOf("not", note.id),
    kind: note.kind === "sales_call" ? "sales_call" : "note",
    text: note.text,
    created_by: publicIdOf("usr", note.createdBy),
    created_at: note.createdAt.toISOString(),
  };
}

function viewTask(task: CustomerTask): z.input<typeof taskView> {
  return {
    id: publicIdOf("tsk", task.id),
    kind: task.kind,
    title: task.title,
    due_on: task.dueOn,
    created_at: task.createdAt.toISOString(),
    completed_at: task.completedAt?.toISOString() ?? null,
  };
}
