import { performanceKinds } from "@horizon/contracts/backend";
import { z } from "zod";
import { money, usd } from "../../../platform/money.ts";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import { sumLines } from "../domain/contract-terms.ts";
import { plans } from "../domain/plans.ts";

const { publicRoute } = routesOf<CustomerContext>();

export const planRoutes = [
  publicRoute({
    method: "get",
    path: "/v1/plans",
    operationId: "listPlans",
    summary: "What can be bought, by unit of performed service",
    tags: ["contracts"],
    responses: {
      200: z.strictObject({
        data: z.array(
          z.strictObject({
            code: z.string(),
            name: z.string(),
            duration_days: z.int(),
            total_at_most: money,
            lines: z.array(
              z.strictObject({
                kind: z.enum(performanceKinds),
                description: z.string(),
                unit_price: money,
                quantity: z.int(),
              }),
            ),
          }),
        ),
      }),
    },
    handler: async () => ({
      status: 200,
      body: {
        data: plans.map(({ code, name, durationDays, lines }) => ({
          code,
          name,
          duration_days: durationDays,
          total_at_most: usd(sumLines(lines)),
          lines: lines.map(({ kind, description, unitPriceCents, quantity }) => ({
            kind,
            description,
            unit_price: usd(unitPriceCents),
            quantity,
          })),
        })),
      },
    }),
  }),
];
