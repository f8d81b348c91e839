import {
  type ActionPreview,
  clusterCommand,
  decideInput,
  environmentId,
  executeInput,
  type IntentRow,
} from "@horizon/contracts";
import { getIntent, listIntents } from "@horizon/db";
import { z } from "zod";
import { changeProcedure, readProcedure, router } from "../../trpc/init.ts";
import { decideOnIntent } from "./decide-approval.ts";
import { executeAction } from "./execute-action.ts";
import { toIntentRows, toSingleIntentRow } from "./intent-row.ts";
import { openStates } from "./intent-transitions.ts";
import { previewAction } from "./preview-action.ts";

const maxPending = 200;
/** As many as an environment may sensibly have under way at once. */
const maxUnderWay = 100;
const recentInput = z.strictObject({
  environment: environmentId.optional(),
  limit: z.int().min(1).max(100).default(20),
});

export const actionsRouter = router({
  preview: readProcedure
    .input(z.strictObject({ command: clusterCommand }))
    .query(
      ({ ctx: { ops, member }, input }): Promise<ActionPreview> => previewAction(ops, member, input.command),
    ),
  execute: changeProcedure.input(executeInput).mutation(async ({ ctx, input }): Promise<IntentRow> => {
    return toSingleIntentRow(ctx.ops, await executeAction(ctx.ops, ctx, input));
  }),
  get: readProcedure
    .input(z.strictObject({ intentId: z.uuid() }))
    .query(async ({ ctx: { ops }, input }): Promise<IntentRow> => {
      return toSingleIntentRow(ops, await getIntent(ops.db, input.intentId));
    }),
  recent: readProcedure
    .input(recentInput.default({ limit: 20 }))
    .query(async ({ ctx: { ops }, input: { environment, limit } }): Promise<IntentRow[]> => {
      const filter = environment === undefined ? { limit } : { environment, limit };
      return toIntentRows(ops, (await listIntents(ops.db, filter)).rows);
    }),
  /** What was asked of an environment and is not over, the newest first. */
  underWay: readProcedure
    .input(z.strictObject({ environment: environmentId }))
    .query(async ({ ctx: { ops }, input: { environment } }): Promise<IntentRow[]> => {
      const { rows } = await listIntents(ops.db, { environment, states: openStates, limit: maxUnderWay });
      return toIntentRows(ops, rows);
    }),
  pending: readProcedure.query(async ({ ctx: { ops } }): Promise<IntentRow[]> => {
    const { rows } = await listIntents(ops.db, { states: ["awaiting_approval"], limit: maxPending });
    return toIntentRows(ops, rows);
  }),
  decide: changeProcedure.input(decideInput).mutation(async ({ ctx, input }): Promise<IntentRow> => {
    return toSingleIntentRow(ctx.ops, await decideOnIntent(ctx.ops, ctx, input));
  }),
});
