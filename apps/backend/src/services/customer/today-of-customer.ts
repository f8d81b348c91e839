import { type CivilDate, dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { findCurrentAddress } from "@horizon/db/customer";

/** The date where the customer lives; where that is unknown, the date in the last zone of the US (CAL-3). */
export async function todayOfCustomer(db: Db, customerId: string, now: Date): Promise<CivilDate> {
  return dateInZone(now, (await findCurrentAddress(db, customerId))?.zone ?? null);
}
