export interface RowRange {
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

/** All in pixels. */
export interface Sight {
  /** Where the first row begins, below the upper edge of the window; negative once it is scrolled out. */
  readonly top: number;
  readonly windowHeight: number;
  readonly rowHeight: number;
}

/**
 * Which of `count` rows of one height to draw.
 *
 * @param beyond how many more beyond each edge
 */
export function rowsInSight(
  { top, windowHeight, rowHeight }: Sight,
  count: number,
  beyond: number,
): RowRange {
  const first = Math.floor(-top / rowHeight) - beyond;
  const end = Math.ceil((windowHeight - top) / rowHeight) + beyond;
  return { first: Math.min(Math.max(0, first), count), end: Math.min(Math.max(0, end), count) };
}
