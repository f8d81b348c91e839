import type { LetterMerge } from "../letters/letter-merge.ts";
import type { MailParty } from "./mailer.ts";

/** The sender as the letter itself shows them: lines of the street, then `City, ST 12345`. */
export function senderOf({ customer }: Pick<LetterMerge, "customer">): MailParty {
  const [last = "", ...street] = [...customer.lines].reverse();
  const [, city = "", state = "", postalCode = ""] = /^(.*), ([A-Z]{2}) (\d{5}(?:-\d{4})?)$/.exec(last) ?? [];
  const [line1 = "", line2 = null] = street.reverse();
  return { name: customer.name, address: { line1, line2, city, state, postalCode } };
}

/** Lines as they are printed; `senderOf` reads them back. */
export function addressLines(address: {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
}): string[] {
  const { line1, line2, city, state, postalCode } = address;
  return [line1, ...(line2 ? [line2] : []), `${city}, ${state} ${postalCode}`];
}
