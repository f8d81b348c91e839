/** Where a page of rows in descending order ended. */
export interface PagePosition {
  readonly at: Date;
  readonly id: string;
}

/**
 * The `OR` of rows that come after a position in the order `column desc, id desc`; undefined, which narrows nothing,
 * without one. The id decides among rows of one moment, so no row is shown twice or left out.
 */
export function rowsBefore<Column extends string>(column: Column, position: PagePosition | undefined) {
  return (
    position && [
      { [column]: { lt: position.at } } as Record<Column, { lt: Date }>,
      { [column]: position.at, id: { lt: position.id } } as Record<Column, Date> & { id: { lt: string } },
    ]
  );
}

/** `rowsBefore` in the order `createdAt desc, id desc`, which most lists have. */
export const createdBefore = (position: PagePosition | undefined) => rowsBefore("createdAt", position);

/** The order that `createdBefore` goes on in: the newest first, and the id among those of one moment. */
export const newestFirst: [{ createdAt: "desc" }, { id: "desc" }] = [{ createdAt: "desc" }, { id: "desc" }];
