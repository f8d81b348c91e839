import { ledgerAccounts, listLedger, sumLedger } from "@horizon/db/billing";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { money, usd } from "../../../platform/money.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { routesOf } from "../../../platform/route.ts";
import type { BillingContext } from "../context.ts";

const { userRoute } = routesOf<BillingContext>();
const tags = ["billing"];

const ledgerEntryView = z.strictObject({
  id: idOut("led"),
  posting_id: z.uuid(),
  account: z.enum(ledgerAccounts),
  amount: money,
  customer_id: idOut("cus"),
  ref_type: z.enum(["invoice", "payment", "refund"]),
  ref_id: z.uuid(),
  posted_at: z.iso.datetime(),
});

export const bookRoutes = [
  userRoute({
    access: { roles: ["billing", "admin", "auditor"], scope: "billing:read" },
    method: "get",
    path: "/v1/ledger",
    operationId: "listLedger",
    summary: "Entries of the books, newest first; the amounts of a posting sum to zero",
    tags,
    query: z.strictObject({ ...pageQuery, customer_id: idIn("cus").optional() }),
    responses: { 200: pageOf(ledgerEntryView) },
    handler: async (context, { query, db }) => {
      const list = `ledger:${query.customer_id ?? "all"}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listLedger(db, { customerId: query.customer_id, after, limit: query.limit + 1 });
      const page = context.cursors.page(rows, {
        limit: query.limit,
        list,
        view: (entry) => ({
          id: publicIdOf("led", entry.id),
          posting_id: entry.postingId,
          account: entry.account as (typeof ledgerAccounts)[number],
          amount: usd(entry.amountCents),
          customer_id: publicIdOf("cus", entry.customerId),
          ref_type: entry.refType as "invoice" | "payment" | "refund",
          ref_id: entry.refId,
          posted_at: entry.postedAt.toISOString(),
        }),
      });
      return { status: 200, body: page };
    },
  }),
  userRoute({
    access: { roles: ["billing", "admin", "auditor"], scope: "billing:read" },
    method: "get",
    path: "/v1/reports/revenue",
    operationId: "getRevenue",
    summary: "The balance of every account; their sum is zero",
    tags,
    responses: { 200: z.strictObject({ balances: z.record(z.enum(ledgerAccounts), money), sum: money }) },
    handler: async (_context, { db }) => {
      const sums = await sumLedger(db);
      const balances = Object.fromEntries(
        ledgerAccounts.map((account) => [account, usd(sums[account])]),
      ) as Record<(typeof ledgerAccounts)[number], ReturnType<typeof usd>>;
      const sum = ledgerAccounts.reduce((total, account) => total + sums[account], 0);
      return { status: 200, body: { balances, sum: usd(sum) } };
    },
  }),
];
