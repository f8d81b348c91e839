import { z } from "zod";

/** Prefixes of public ids, ours and those of others that we name. */
export const prefixes = {
  customer: "cus",
  item: "dit",
  round: "rnd",
  letter: "ltr",
  response: "rsp",
  supplement: "sup",
  template: "ltt",
  performance: "per",
  identityTheftCase: "itc",
  task: "dtk",
  group: "grp",
  document: "doc",
  element: "elm",
  finding: "fnd",
  report: "rep",
} as const;

/** An id of another service, of whatever kind; kept as its UUID. */
export const foreignId = z
  .string()
  .regex(/^[a-z]{2,5}_[0-9a-f]{32}$/)
  .transform((id) => {
    const hex = id.slice(-32);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  });
