import { dictionary } from "@zxcvbn-ts/language-common";

export const passwordLength = { min: 8, max: 128 } as const;

export type PasswordFault = "too_short" | "too_long" | "common" | "contains_account_words";

const common = new Set(
  dictionary["passwords-common"].filter((word) => word.length >= passwordLength.min).map(fold),
);
const ownWords = ["horizon", "creditrepair"];
const wordLengthMin = 4;

/**
 * What is wrong with a password; nothing about which characters it holds (ASVS 6.2). Its length is counted in code
 * points. `accountWords` are the e-mail address and the name.
 */
export function checkPassword(password: string, accountWords: readonly string[]): PasswordFault[] {
  const length = [...normalizePassword(password)].length;
  if (length < passwordLength.min) return ["too_short"];
  if (length > passwordLength.max) return ["too_long"];
  const folded = fold(password);
  const faults: PasswordFault[] = [];
  if (common.has(folded) || common.has(trimDecoration(folded)) || hasOnePart(folded)) faults.push("common");
  if (isMostlyAccountWord(folded, accountWords)) faults.push("contains_account_words");
  return faults;
}

/** The form that is hashed: the same characters typed on another keyboard are the same password. */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

function fold(text: string): string {
  return normalizePassword(text).toLowerCase();
}

/** `password2026!` is `password`. */
function trimDecoration(folded: string): string {
  return folded.replace(/[\d\p{P}\p{S}]{1,6}$/u, "");
}

/** One character, or a short run, over and over. */
function hasOnePart(folded: string): boolean {
  return /^(.{1,4}?)\1+$/su.test(folded);
}

/** An account's word is what a guesser tries first; in a long phrase it does no harm. */
function isMostlyAccountWord(folded: string, accountWords: readonly string[]): boolean {
  const words = [...accountWords, ...ownWords]
    .flatMap((word) => [fold(word), ...fold(word).split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length >= wordLengthMin);
  return words.some((word) => folded.includes(word) && folded.length - word.length < passwordLength.min);
}
