const multipliers: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Value of a Kubernetes quantity ("250m", "512Mi", "1e3") in its base unit; 0 for what is none. */
export function parseQuantity(quantity: string | number | undefined): number {
  const match = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.exec(
    String(quantity ?? ""),
  );
  if (!match) return 0;
  return Number(match[1]) * (multipliers[match[2] ?? ""] ?? 1);
}

export const cpuMillis = (quantity: string | undefined) => Math.round(parseQuantity(quantity) * 1000);
export const memoryMib = (quantity: string | undefined) => Math.round(parseQuantity(quantity) / 2 ** 20);
