import type { Bureau } from "@horizon/contracts/backend";
import type { AccountStatus } from "../metro2/account-status.ts";
import type { AccountType, PortfolioType } from "../metro2/account-types.ts";
import type { BankruptcyCode, ComplianceCode, EcoaCode, SpecialComment } from "../metro2/condition-codes.ts";
import type { PaymentCode } from "../metro2/payment-history.ts";

/** What sources say in words, as Metro 2 codes. The first pattern that fits decides. */
type Vocabulary<T> = readonly (readonly [RegExp, T])[];

const bureauWords: Vocabulary<Bureau> = [
  [/^(equifax|efx|eqf|eq)$/i, "EFX"],
  [/^(experian|exp|xpn|ex)$/i, "EXP"],
  [/^(trans ?union|tuc|tru|tu)$/i, "TUC"],
];
const portfolioWords: Vocabulary<PortfolioType> = [
  [/mortgage|real estate|^m$/i, "M"],
  [/line of credit|credit ?line|^c$/i, "C"],
  [/revolv|^r$/i, "R"],
  [/instal?l?ment|^i$/i, "I"],
  [/open|collection|^[oy]$/i, "O"],
];
const typeWords: Vocabulary<AccountType> = [
  [/debt buyer|factoring|purchased debt/i, "0C"],
  [/medical|hospital|physician/i, "90"],
  [/collection/i, "48"],
  [/auto ?lease/i, "3A"],
  [/auto/i, "00"],
  [/student|education/i, "12"],
  [/home ?equity/i, "89"],
  [/fha/i, "19"],
  [/\bva\b|veteran/i, "25"],
  [/mortgage|real estate/i, "26"],
  [/secured ?(credit ?)?card/i, "2A"],
  [/charge ?(account|card)/i, "07"],
  [/credit ?card|flexible spending/i, "18"],
  [/line ?of ?credit|credit ?line/i, "15"],
  [/unsecured/i, "01"],
  [/secured/i, "02"],
  [/child ?support/i, "93"],
  [/utilit/i, "92"],
  [/telecom|cellular/i, "4D"],
  [/rental/i, "29"],
  [/returned ?check/i, "77"],
];
const ecoaWords: Vocabulary<EcoaCode> = [
  [/authori[sz]ed|^a$|^3$/i, "3"],
  [/joint|^j$|^2$/i, "2"],
  [/co-?maker|co-?sign|guarantor|^5$/i, "5"],
  [/terminated|^t$/i, "T"],
  [/deceased|^x$/i, "X"],
  [/business|commercial|^w$/i, "W"],
  [/individual|^i$|^1$/i, "1"],
  [/maker|^m$|^7$/i, "7"],
];
const bankruptcyWords: Vocabulary<BankruptcyCode> = [
  [/discharged.*chapter 7|chapter 7.*discharged/i, "E"],
  [/discharged.*chapter 11|chapter 11.*discharged/i, "F"],
  [/discharged.*chapter 12|chapter 12.*discharged/i, "G"],
  [/(discharged|completed).*chapter 13|chapter 13.*(discharged|completed)/i, "H"],
  [/reaffirm/i, "R"],
  [/included in bankruptcy|petition.*chapter 7|chapter 7.*petition/i, "A"],
  [/chapter 13/i, "D"],
];
const complianceWords: Vocabulary<ComplianceCode> = [
  [/^x[a-hjr]$/i, "XA"],
  [/(dispute|investigation).*(resolved|complete|done).*disagree/i, "XC"],
  [/previously.*dispute|dispute.*(resolved|complete)/i, "XH"],
  [/dispute/i, "XB"],
  [/closed (by|at).*consumer/i, "XA"],
];
const commentWords: Vocabulary<SpecialComment> = [
  [/less than (the )?full|settled/i, "AU"],
  [/purchased by/i, "AH"],
  [/transferred|sold to/i, "O"],
  [/partial.?payment/i, "AC"],
  [/disaster/i, "AW"],
  [/forbearance/i, "CP"],
  [/closed by (credit )?grantor/i, "M"],
];
const paidWords = /\bpaid\b(?! as agreed)|\bsettled\b|zero balance/i;
const lossWords: Vocabulary<readonly [unpaid: AccountStatus, paid: AccountStatus]> = [
  [/voluntary surrender/i, ["95", "61"]],
  [/repossess/i, ["96", "63"]],
  [/deed in lieu/i, ["89", "89"]],
  [/foreclosure (started|begun|proceed)/i, ["84", "65"]],
  [/foreclos/i, ["94", "94"]],
  [/government claim|claim filed/i, ["88", "88"]],
  [/charge.?d? ?-?off|profit and loss|bad debt/i, ["97", "64"]],
  [/collection/i, ["93", "62"]],
];
const lateWords: Vocabulary<AccountStatus> = [
  [/180|late ?over ?150/i, "84"],
  [/150/i, "83"],
  [/120/i, "82"],
  [/90/i, "80"],
  [/60/i, "78"],
  [/30/i, "71"],
];

const find = <T>(vocabulary: Vocabulary<T>, text: string | null): T | null =>
  text === null ? null : (vocabulary.find(([pattern]) => pattern.test(text.trim()))?.[1] ?? null);

export const readBureau = (text: string | null) => find(bureauWords, text);
export const readPortfolio = (text: string | null) => find(portfolioWords, text);
export const readAccountType = (text: string | null) => find(typeWords, text);
export const readEcoa = (text: string | null) => find(ecoaWords, text);
export const readBankruptcy = (remarks: readonly string[]) => first(bankruptcyWords, remarks);
export const readSpecialComment = (remarks: readonly string[]) => first(commentWords, remarks);

/** From a code such as `XB`, or from what a remark says. */
export function readCompliance(remarks: readonly string[]): ComplianceCode | null {
  const code = remarks.find((text) => /^x[a-hjr]$/i.test(text.trim()));
  return code === undefined ? first(complianceWords, remarks) : (code.trim().toUpperCase() as ComplianceCode);
}

export interface StatusWords {
  /** How it is paid: "Current", "Late 30 Days", "Collection/Chargeoff". */
  readonly payStatus: string | null;
  /** What became of it: "Open", "Paid", "Derogatory", "Transferred". */
  readonly condition: string | null;
  readonly open: boolean | null;
  readonly balanceCents: number | null;
  readonly collection: boolean;
}

/** Metro 2 field 17A from the words of a source; null when they do not decide it. */
export function readAccountStatus(words: StatusWords): AccountStatus | null {
  const { payStatus, condition, open, balanceCents, collection } = words;
  const all = [condition, payStatus].filter((text) => text !== null).join("; ");
  if (all === "") return collection ? "93" : null;
  if (/transfer|\bsold\b/i.test(condition ?? "")) return "05";
  // "Collection/Chargeoff" is one phrase of monitoring sites for both; which it is, the kind of the account decides.
  const loss = collection && /collection/i.test(all) ? (["93", "62"] as const) : find(lossWords, all);
  if (loss !== null) return paidWords.test(all) ? loss[1] : loss[0];
  if (collection) return paidWords.test(all) ? "62" : "93";
  const late = /late|past due|\bdays\b|delinquent/i.test(payStatus ?? "") ? find(lateWords, payStatus) : null;
  if (late !== null) return late;
  const closed = open === false || /\b(closed|paid)\b(?! as agreed)/i.test(condition ?? "");
  if (closed && (balanceCents ?? 0) === 0) return "13";
  if (/current|as agreed|pays? as|satisfactory|never late/i.test(all))
    return closed && paidWords.test(all) ? "13" : "11";
  return closed && paidWords.test(all) ? "13" : null;
}

/** One month of a history. `null`: a code that nobody has explained. */
export function readPaymentCode(symbol: string, status: AccountStatus | null): PaymentCode | null {
  const code = symbol.trim().toUpperCase();
  if (/^(C|0|OK|CURRENT)$/.test(code)) return "0";
  if (/^[1-6]$/.test(code)) return code as PaymentCode;
  if (/^(30|60|90|120|150|180)$/.test(code)) return String(Number(code) / 30) as PaymentCode;
  if (/^(B|E|G|H|J|K|L)$/.test(code)) return code as PaymentCode;
  if (/^(CO|CHARGE-?OFF)$/.test(code)) return "L";
  if (/^(COL|COLL|COLLECTION)$/.test(code)) return "G";
  if (/^(9|KD)$/.test(code)) return status === "93" || status === "62" ? "G" : "L";
  if (/^(FC|FORECLOSURE)$/.test(code)) return "H";
  if (/^(8|RPO|R)$/.test(code)) return "K";
  if (/^(VS)$/.test(code)) return "J";
  if (/^(|U|X|N|ND|D|-|\*)$/.test(code)) return "D";
  return null;
}

/** `VantageScore 3.0` → `vantage_3`, `FICO Auto Score 8` → `fico_auto_8`, an unknown name → its slug. */
export function readScoreModel(name: string | null): string {
  const text = (name ?? "").toLowerCase();
  const vantage = /vantage.*?([34])/.exec(text);
  if (vantage) return `vantage_${vantage[1]}`;
  const fico = /fico.*?0?(\d{1,2}t?)(?:\D|$)/.exec(text);
  if (fico) {
    const industry = /auto/.test(text)
      ? "auto_"
      : /mortgage/.test(text)
        ? "mortgage_"
        : /bank/.test(text)
          ? "bankcard_"
          : "";
    return `fico_${industry}${fico[1]}`;
  }
  const slug = text
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40);
  return slug.length >= 3 ? slug : "unnamed";
}

export function isMedical(...texts: readonly (string | null)[]): boolean {
  return texts.some(
    (text) => text !== null && /medical|hospital|physician|dental|clinic|health ?care/i.test(text),
  );
}

function first<T>(vocabulary: Vocabulary<T>, texts: readonly string[]): T | null {
  for (const text of texts) {
    const found = find(vocabulary, text);
    if (found !== null) return found;
  }
  return null;
}
