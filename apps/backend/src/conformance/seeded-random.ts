/** Numbers that are the same in every run (mulberry32). */
export interface SeededRandom {
  /** At least 0 and below `limit`. */
  int(limit: number): number;
  pick<T>(items: readonly T[]): T;
  hex(digits: number): string;
}

export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const int = (limit: number) => Math.floor(next() * limit);
  return {
    int,
    pick<T>(items: readonly T[]): T {
      const item = items[int(items.length)];
      if (items.length === 0) throw new Error("nothing to pick from");
      return item as T;
    },
    hex: (digits) => Array.from({ length: digits }, () => int(16).toString(16)).join(""),
  };
}
