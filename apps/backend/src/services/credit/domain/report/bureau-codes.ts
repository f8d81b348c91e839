import type { Bureau } from "@horizon/contracts/backend";

/** As in the contracts, which the parser thread does not load: their schemas take it longer than a report does. */
export const bureauCodes = ["EFX", "EXP", "TUC"] as const satisfies readonly Bureau[];
