import { dateInZone } from "@horizon/calendar";
import { listStateRules } from "@horizon/db/customer";
import { z } from "zod";
import { routesOf } from "../../../platform/route.ts";
import type { CustomerContext } from "../context.ts";
import {
  resolveStateTerms,
  stateRuleKeys,
  stateRuleStatus,
  stateRuleStatuses,
} from "../domain/state-rules.ts";
import { civilDate } from "./views.ts";

const { userRoute } = routesOf<CustomerContext>();

export const stateRuleRoutes = [
  userRoute({
    access: { roles: ["agent", "billing", "compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/state-rules",
    operationId: "listStateRules",
    summary: "What each state asks beyond federal law, and whether it applies",
    description:
      "A rule that counsel has not reviewed (`awaits_review`) is on record and does NOT apply: contracts there follow federal law alone. New York's and Florida's are such rules. States without a rule are not listed.",
    tags: ["contracts"],
    query: z.strictObject({
      state: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional(),
    }),
    responses: {
      200: z.strictObject({
        data: z.array(
          z.strictObject({
            state: z.string(),
            /** What a contract that is made today follows there. */
            terms: z.strictObject({
              serviceable: z.boolean(),
              cancel_business_days: z.int(),
              completion_days: z.int().nullable(),
              monthly_statement: z.boolean(),
            }),
            awaits_review: z.boolean(),
            rules: z.array(
              z.strictObject({
                key: z.enum(stateRuleKeys),
                value: z.union([z.boolean(), z.int()]),
                status: z.enum(stateRuleStatuses),
                effective_from: civilDate,
                effective_to: civilDate.nullable(),
                source_url: z.string(),
                reviewed_by: z.string().nullable(),
                reviewed_on: civilDate.nullable(),
              }),
            ),
          }),
        ),
      }),
    },
    handler: async ({ db, clock }, { query }) => {
      const today = dateInZone(clock.now(), null);
      const byState = Map.groupBy(await listStateRules(db, query.state), ({ state }) => state);
      const data = [...byState].map(([state, rules]) => {
        const terms = resolveStateTerms(rules, state, today);
        const shown = rules.map((rule) => ({
          key: rule.key,
          value: rule.value,
          status: stateRuleStatus(rule, today),
          effective_from: rule.effectiveFrom,
          effective_to: rule.effectiveTo,
          source_url: rule.sourceUrl,
          reviewed_by: rule.reviewedBy,
          reviewed_on: rule.reviewedOn,
        }));
        return {
          state,
          terms: {
            serviceable: terms.serviceable,
            cancel_business_days: terms.cancelBusinessDays,
            completion_days: terms.completionDaysMax,
            monthly_statement: terms.monthlyStatement,
          },
          awaits_review: shown.some(({ status }) => status === "awaits_review"),
          rules: shown,
        };
      });
      return { status: 200, body: { data } };
    },
  }),
];
