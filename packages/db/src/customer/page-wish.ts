import type { PagePosition } from "../page-position.ts";

/** Which part of a list is wanted. Rows come newest first; one more than `limit` tells that there is a next page. */
export interface PageWish {
  /** Where the page before ended. */
  readonly cursor?: PagePosition | undefined;
  readonly limit: number;
}
