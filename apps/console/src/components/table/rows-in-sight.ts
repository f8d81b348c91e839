/** Drawn beyond the edges, so that a turn of the wheel finds rows there. */
const beyond = 4;

export interface RowRange {
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

/**
 * Which of `count` rows of one height to draw.
 *
 * @param top where the first row begins, in pixels below the upper edge of the window; negative once it is scrolled out
 */
export function rowsInSight(top: number, windowHeight: number, rowHeight: number, count: number): RowRange {
  const first = Math.floor(-top / rowHeight) - beyond;
  const end = Math.ceil((windowHeight - top) / rowHeight) + beyond;
  return { first: Math.min(Math.max(0, first), count), end: Math.min(Math.max(0, end), count) };
}
