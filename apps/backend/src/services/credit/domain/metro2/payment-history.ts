/** Metro 2 field 18: one code a month, the most recent leftmost. */
export const paymentCodes = {
  "0": "Current",
  "1": "30–59 days late",
  "2": "60–89 days late",
  "3": "90–119 days late",
  "4": "120–149 days late",
  "5": "150–179 days late",
  "6": "180 days or more late",
  B: "No history before this month",
  D: "Nothing reported this month",
  E: "Current with nothing owed",
  G: "Collection",
  H: "Foreclosure",
  J: "Voluntary surrender",
  K: "Repossession",
  L: "Charge-off",
} as const;
export type PaymentCode = keyof typeof paymentCodes;
export const historyPattern = /^[0-6BDEGHJKL]{0,120}$/;

/** A month as `YYYY-MM`. */
export type Month = string;

export interface PaymentMonth {
  readonly month: Month;
  readonly code: PaymentCode;
}

/** The months of a history, the most recent first. `from` is the month of the first code. */
export function listPaymentMonths(history: string, from: Month | null): PaymentMonth[] {
  if (from === null) return [];
  return [...history].map((code, index) => ({
    month: addMonths(from, -index),
    code: code as PaymentCode,
  }));
}

/** Codes of months in any order as one string and the month at which it begins; months that are missing become `D`. */
export function joinPaymentMonths(months: readonly PaymentMonth[]): { history: string; from: Month | null } {
  const byMonth = new Map(months.map(({ month, code }) => [month, code]));
  const ordered = [...byMonth.keys()].sort();
  const last = ordered.at(-1);
  const first = ordered[0];
  if (first === undefined || last === undefined) return { history: "", from: null };
  let history = "";
  for (let month = last; month >= first && history.length < 120; month = addMonths(month, -1)) {
    history += byMonth.get(month) ?? "D";
  }
  return { history, from: last };
}

function addMonths(month: Month, count: number): Month {
  const [year = 0, ordinal = 1] = month.split("-").map(Number);
  const total = year * 12 + (ordinal - 1) + count;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, "0")}`;
}

/** Of a delinquency: `1`–`6`, `G`, `H`, `J`, `K` or `L`. */
export function isLateCode(code: string): boolean {
  return /[1-6GHJKL]/.test(code);
}
