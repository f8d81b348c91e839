interface StatusFacts {
  readonly meaning: string;
  /** Whether it hurts: a delinquency, a loss, or a paid account that was one. */
  readonly derogatory: boolean;
  /** Nothing is owed any more. */
  readonly paid: boolean;
  /** Least 30-day periods behind; null where the code says nothing of lateness. */
  readonly monthsLate: number | null;
  readonly bucket: "current" | "late" | "paid" | "paid_derogatory" | "loss" | "transferred" | "deleted";
}

/** Metro 2 field 17A. Meanings in our own words, after the CC0 table of the CFPB's Metro 2 tool. */
export const accountStatuses = {
  "05": status("Transferred to another furnisher or office", "transferred"),
  "11": { ...status("Current: 0–29 days past due", "current"), monthsLate: 0 },
  "13": status("Paid or closed, nothing owed", "paid"),
  "61": status("Paid; it was a voluntary surrender", "paid_derogatory"),
  "62": status("Paid; it was in collection", "paid_derogatory"),
  "63": status("Paid; it was repossessed", "paid_derogatory"),
  "64": status("Paid; it was charged off", "paid_derogatory"),
  "65": status("Paid; foreclosure had begun", "paid_derogatory"),
  "71": { ...status("30–59 days past due", "late"), monthsLate: 1 },
  "78": { ...status("60–89 days past due", "late"), monthsLate: 2 },
  "80": { ...status("90–119 days past due", "late"), monthsLate: 3 },
  "82": { ...status("120–149 days past due", "late"), monthsLate: 4 },
  "83": { ...status("150–179 days past due", "late"), monthsLate: 5 },
  "84": { ...status("180 days or more past due", "late"), monthsLate: 6 },
  "88": status("Claim filed with the government for an insured loss", "loss"),
  "89": status("Deed taken instead of foreclosure", "loss"),
  "93": status("Assigned to collection", "loss"),
  "94": status("Foreclosure completed", "loss"),
  "95": status("Voluntary surrender", "loss"),
  "96": status("Repossessed", "loss"),
  "97": status("Charged off: unpaid, taken as a loss", "loss"),
  DA: status("To be deleted, not for fraud", "deleted"),
  DF: status("To be deleted for confirmed fraud", "deleted"),
} as const satisfies Record<string, StatusFacts>;

export type AccountStatus = keyof typeof accountStatuses;
export const accountStatusCodes = Object.keys(accountStatuses) as [AccountStatus, ...AccountStatus[]];

export function statusFacts(code: AccountStatus): StatusFacts {
  return accountStatuses[code];
}

function status(meaning: string, bucket: StatusFacts["bucket"]): StatusFacts {
  return {
    meaning,
    bucket,
    derogatory: bucket === "late" || bucket === "loss" || bucket === "paid_derogatory",
    paid: bucket === "paid" || bucket === "paid_derogatory",
    monthsLate: null,
  };
}
