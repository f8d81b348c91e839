import { checkPassword, type PasswordFault } from "./domain/password-policy.ts";
import { authProblems } from "./problems.ts";

const details = {
  too_short: "It has fewer than 8 characters.",
  too_long: "It has more than 128 characters.",
  common: "It is among the passwords that are tried first.",
  contains_account_words: "It is little more than a word of the account.",
} as const satisfies Record<PasswordFault, string>;

/** @throws ProblemError password.refused, saying why. */
export function acceptPassword(
  password: string,
  accountWords: readonly (string | null)[],
  pointer: string,
): void {
  const words = accountWords.filter((word) => word !== null);
  const faults = checkPassword(password, words);
  if (faults.length === 0) return;
  throw authProblems.problem("password.refused", {
    errors: faults.map((code) => ({ pointer, code, detail: details[code] })),
  });
}
