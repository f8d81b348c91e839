/** `0,2-4` as numbers; nothing for an empty or absent text. */
export function parseIndexes(text = ""): Set<number> {
  const spans = text.split(",").filter(Boolean);
  return new Set(
    spans.flatMap((span) => {
      const [first = 0, last = first] = span.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, step) => first + step);
    }),
  );
}

/** Numbers as `0,2-4`. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const spans: [first: number, last: number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span && span[1] === index - 1) span[1] = index;
    else spans.push([index, index]);
  }
  return spans.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}
