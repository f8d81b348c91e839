import type { Logger } from "@horizon/logger";

export interface DueItems<T> {
  /** Those whose id comes after `afterId`, in the order of their ids, at most `limit`. */
  readonly list: (page: { afterId: string | undefined; limit: number }) => Promise<readonly T[]>;
  readonly idOf: (item: T) => string;
  /** One thing, in a transaction of its own. @returns whether there was anything to do. */
  readonly act: (item: T) => Promise<boolean>;
  /** Tests shorten it. */
  readonly pageSize?: number;
}

const defaultPageSize = 500;
/** So many one after the other do not fail by themselves: what all of them need is down. */
const failuresInARow = 5;

/**
 * Does something to everything that is due, page by page, one after the other. What cannot be done yet and what fails, which is logged,
 * stays due and keeps nothing behind it from its turn.
 *
 * @returns how many were done and how many failed.
 * @throws what the last of several failures in a row threw: the rest is not tried.
 */
export async function eachDue<T>(
  logger: Logger,
  { list, idOf, act, pageSize = defaultPageSize }: DueItems<T>,
): Promise<{ done: number; failed: number }> {
  let done = 0;
  let failed = 0;
  let inARow = 0;
  for (let afterId: string | undefined; ; ) {
    const items = await list({ afterId, limit: pageSize });
    for (const item of items) {
      try {
        if (await act(item)) done += 1;
        inARow = 0;
      } catch (error) {
        failed += 1;
        inARow += 1;
        logger.error({ err: error, id: idOf(item) }, "one thing of a job failed; it is tried again");
        if (inARow === failuresInARow) throw error;
      }
    }
    const last = items.at(-1);
    if (last === undefined || items.length < pageSize) return { done, failed };
    afterId = idOf(last);
  }
}
