/** A small deterministic generator (mulberry32), so that a failing run can be repeated from its seed. */
export function createSeededRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (minimum: number, maximum: number) =>
    minimum + Math.floor(next() * (maximum - minimum + 1));
  return {
    integer,
    chance: (probability: number) => next() < probability,
    pick<T>(items: readonly [T, ...T[]]): T {
      return items[integer(0, items.length - 1)] ?? items[0];
    },
  };
}

export type SeededRandom = ReturnType<typeof createSeededRandom>;
