/** Prefixes of public ids, ours and those of others that we name. */
export const prefixes = {
  customer: "cus",
  document: "doc",
  report: "rep",
  element: "elm",
  group: "grp",
  finding: "fnd",
  score: "scr",
  furnisher: "fur",
} as const;
