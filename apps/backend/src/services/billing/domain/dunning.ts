import { addDays, type CivilDate } from "@horizon/calendar";

/** Days after each failed charge until the next; after the last a person decides. Services already due are never held back for it. */
const delaysInDays = [1, 3, 7] as const;

export interface Dunning {
  readonly failedCharges: number;
  /** Null: no further charge by itself. */
  readonly nextChargeOn: CivilDate | null;
}

/** What follows a failed charge. `failedCharges` counts those before it. */
export function afterFailedCharge(failedCharges: number, today: CivilDate): Dunning {
  const delay = delaysInDays[failedCharges];
  return {
    failedCharges: failedCharges + 1,
    nextChargeOn: delay === undefined ? null : addDays(today, delay),
  };
}
