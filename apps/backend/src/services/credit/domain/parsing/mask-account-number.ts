const visibleMax = 6;

/**
 * An account number that identifies the account to its owner and to nobody else: what the source masked stays so,
 * and never more than six characters are seen; of a whole number the last four.
 */
export function maskAccountNumber(raw: string): string {
  const compact = raw.replace(/[\s-]/g, "").toUpperCase();
  if (/[*X#]{2,}/.test(compact)) {
    let visible = 0;
    return [...compact.slice(0, 40)]
      .map((char) => (/[*X#]/.test(char) || ++visible > visibleMax ? "*" : char))
      .join("");
  }
  return `****${compact.slice(compact.length > visibleMax ? -4 : -Math.min(2, compact.length))}`;
}
