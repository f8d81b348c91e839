import { dateInZone, endOfDayInZone } from "@horizon/calendar";
import { createStatement, listUnstatedPerformances } from "@horizon/db/billing";
import type { Consumers } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { billingItself, recordChange } from "../record-change.ts";

type MonthConsumer = NonNullable<Consumers<BillingContext>["contract.month_ended.v1"]>;

interface Known {
  readonly zone: string;
  readonly priceOfLine: Readonly<Record<string, number>>;
}

/**
 * The itemised statement of a month (Cal. Civ. 1789.13). Where the state asks for it there is one even when nothing was performed; all
 * other customers get one for a month in which something was. What was heard of too late for its month stands in the next.
 */
export const writeStatement: MonthConsumer = {
  async act(context, { event }): Promise<Known> {
    const { customer_id, contract_id } = event.data;
    const { zone, contract } = await getStanding(context, customer_id, event.request_id ?? undefined);
    const lines = contract?.contract_id === contract_id ? contract.lines : [];
    const prices = lines.map(({ line_id, unit_price_cents }) => [line_id, unit_price_cents] as const);
    return { zone, priceOfLine: Object.fromEntries(prices) };
  },
  async record(_context, { db, event }, known) {
    const { zone, priceOfLine } = known as Known;
    const { customer_id, contract_id, number, first_day, last_day, statement_required } = event.data;
    const performances = await listUnstatedPerformances(db, contract_id, endOfDayInZone(last_day, zone));
    if (performances.length === 0 && !statement_required) return;
    const statement = await createStatement(db, {
      customerId: customer_id,
      contractId: contract_id,
      number,
      firstDay: first_day,
      lastDay: last_day,
      lines: performances.map(({ id, kind, lineId, completedAt }) => ({
        performanceId: id,
        kind,
        completedOn: dateInZone(completedAt, zone),
        amountCents: priceOfLine[lineId] ?? null,
      })),
    });
    if (statement === null) return;
    await recordChange(db, {
      actor: billingItself,
      event: "statement.issued.v1",
      data: { customer_id, statement_id: statement.id, contract_id },
      objectType: "statement",
      objectId: statement.id,
      details: { number, lines: performances.length },
    });
  },
};
