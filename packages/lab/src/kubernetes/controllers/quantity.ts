const FACTORS: Record<string, number> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** A number with a suffix or an exponent. */
export const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/**
 * A Kubernetes quantity (`250m`, `512Mi`, `2`) in base units: cores or bytes.
 * @throws {RangeError} for text that is no quantity
 */
export function parseQuantity(text: string): number {
  const match = QUANTITY.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a quantity`);
  const [, number = "", suffix = ""] = match;
  const factor = FACTORS[suffix];
  return factor === undefined ? Number(`${number}${suffix}`) : Number(number) * factor;
}
