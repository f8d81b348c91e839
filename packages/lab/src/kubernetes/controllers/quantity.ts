const BINARY: Record<string, number> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };
const DECIMAL: Record<string, number> = { m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** The quantities that the lab understands; exponents are not among them. */
export const QUANTITY = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|m|k|M|G|T)?$/;

/**
 * A Kubernetes quantity (`250m`, `512Mi`, `2`) in base units: cores or bytes.
 * @throws {RangeError} for text that is no quantity
 */
export function parseQuantity(text: string): number {
  const match = QUANTITY.exec(text);
  const factor = BINARY[match?.[2] ?? ""] ?? DECIMAL[match?.[2] ?? ""];
  if (!match || factor === undefined) throw new RangeError(`"${text}" is not a quantity`);
  return Number(match[1]) * factor;
}
