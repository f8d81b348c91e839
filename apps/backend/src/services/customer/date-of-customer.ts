import { type CivilDate, dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { findCurrentAddress } from "@horizon/db/customer";

/** The date at that instant where the customer lives; where that is unknown, the date in the last zone of the US (CAL-3). */
export async function dateOfCustomer(db: Db, customerId: string, instant: Date): Promise<CivilDate> {
  return dateInZone(instant, (await findCurrentAddress(db, customerId))?.zone ?? null);
}
