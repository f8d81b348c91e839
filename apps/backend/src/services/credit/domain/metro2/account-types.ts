export const portfolioTypes = {
  C: "Line of credit",
  I: "Instalment",
  M: "Mortgage",
  O: "Open",
  R: "Revolving",
} as const;
export type PortfolioType = keyof typeof portfolioTypes;
export const portfolioCodes = Object.keys(portfolioTypes) as [PortfolioType, ...PortfolioType[]];

/** Metro 2 field 9, as far as rules and reports of consumers need it; own words. */
export const accountTypes = {
  "00": "Auto loan",
  "01": "Unsecured loan",
  "02": "Secured loan",
  "07": "Charge account",
  "0C": "Debt bought from another creditor",
  "12": "Education loan",
  "15": "Line of credit",
  "18": "Credit card",
  "19": "FHA mortgage",
  "25": "VA mortgage",
  "26": "Conventional mortgage",
  "29": "Rental agreement",
  "2A": "Secured credit card",
  "3A": "Auto lease",
  "43": "Debit card with a line of credit",
  "47": "Secured line of credit",
  "48": "Collection agency or attorney",
  "4D": "Telecommunication",
  "77": "Returned check",
  "7A": "Commercial line of credit",
  "89": "Home equity line of credit",
  "90": "Medical debt",
  "92": "Utility",
  "93": "Child support",
  "9B": "Business line personally guaranteed",
} as const;
export type AccountType = keyof typeof accountTypes;
export const accountTypeCodes = Object.keys(accountTypes) as [AccountType, ...AccountType[]];

/** The only account types that may be reported as a line of credit, by the one evaluator that the CFPB has published. */
const lineOfCreditTypes: ReadonlySet<AccountType> = new Set(["15", "43", "47", "89", "7A", "9B"]);

export function isTypeAllowed(portfolio: PortfolioType, type: AccountType): boolean {
  return portfolio !== "C" || lineOfCreditTypes.has(type);
}

/** Accounts whose opening is the placement or purchase of a debt that began elsewhere. */
export function isThirdPartyDebt(type: AccountType | null): boolean {
  return type === "48" || type === "0C";
}
