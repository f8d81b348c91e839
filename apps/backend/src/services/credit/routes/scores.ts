import { bureaus } from "@horizon/contracts/backend";
import { listScores } from "@horizon/db/credit";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CreditContext } from "../context.ts";
import { scoreSeries } from "../domain/score-series.ts";
import { authorizeReader } from "../find-visible.ts";
import { prefixes } from "../ids.ts";
import { audit } from "../record-change.ts";
import { scoreView, toScoreView } from "../views/report-view.ts";

const { userRoute } = routesOf<CreditContext>();

export const scoreRoute = userRoute({
  access: { roles: ["customer", "agent", "compliance", "auditor"] },
  method: "get",
  path: "/v1/customers/:customerId/scores",
  operationId: "listScores",
  summary: "Scores over time, one line a bureau and model",
  description:
    "Numbers of two models are not comparable and never share a line. History alone: nothing is forecast.",
  tags: ["Scores"],
  params: z.strictObject({ customerId: idIn(prefixes.customer) }),
  query: z.strictObject({
    bureau: z.enum(bureaus).optional(),
    model: z
      .string()
      .regex(/^[a-z0-9_]{3,40}$/)
      .optional(),
  }),
  responses: {
    200: z.strictObject({
      data: z.array(
        z.strictObject({ bureau: z.enum(bureaus), model: z.string(), scores: z.array(scoreView) }),
      ),
    }),
  },
  handler: async (context, request) => {
    const { params, query, db } = request;
    await authorizeReader(context, request, params.customerId);
    const scores = await listScores(db, { customerId: params.customerId, ...query });
    await audit(db, actorOf(request), "scores.read", { objectType: "customer", objectId: params.customerId });
    const data = scoreSeries(scores).map(({ bureau, model, scores: line }) => ({
      bureau,
      model,
      scores: line.map(toScoreView),
    }));
    return { status: 200, body: { data } };
  },
});
