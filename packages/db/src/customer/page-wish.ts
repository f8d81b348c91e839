/** Which part of a list is wanted. Rows come newest first; one more than `limit` tells that there is a next page. */
export interface PageWish {
  /** Where the page before ended. */
  readonly cursor?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}
