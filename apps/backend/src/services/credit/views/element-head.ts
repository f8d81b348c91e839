import { bureaus } from "@horizon/contracts/backend";
import type { CreditElement } from "@horizon/db/credit";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { usd } from "../../../platform/money.ts";
import { prefixes } from "../ids.ts";

/** What every row of a report is shown with. */
export const elementHead = {
  id: idOut(prefixes.element),
  report_id: idOut(prefixes.report),
  bureau: z.enum(bureaus),
};
export const toHead = ({ id, reportId, bureau: at }: CreditElement) => ({
  id: publicIdOf(prefixes.element, id),
  report_id: publicIdOf(prefixes.report, reportId),
  bureau: at,
});

/** What a report leaves out is not an amount of nothing. */
export const usdOrNull = (cents: number | null) => (cents === null ? null : usd(cents));
