import { z } from "zod";

/** One line of text for people: no control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "must not hold control characters");

/** A legal date, within what the calendars count. */
export const legalDate = z.iso.date().refine((date) => date >= "1900-01-01" && date < "2200-01-01", {
  message: "must lie between 1900 and 2199",
});

export const postalAddress = z.strictObject({
  line1: line(50),
  line2: line(50).nullable().default(null),
  city: line(100),
  state: z.string().regex(/^[A-Z]{2}$/),
  postal_code: z.string().regex(/^\d{5}(-\d{4})?$/),
});
export type PostalAddressInput = z.output<typeof postalAddress>;

export function toAddress({ postal_code, ...address }: PostalAddressInput) {
  return { ...address, postalCode: postal_code };
}
