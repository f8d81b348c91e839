import { isRefusedForItsValues } from "@horizon/db";

/**
 * Stores a batch; where the database refuses it for what is in it, as halves of it, down to the single items that it will
 * never take. Those are given to `setAside`, so that they hold up no other.
 *
 * @throws what `store` throws for another reason: the database is down. What was neither stored nor set aside may be tried again.
 */
export async function storeApart<Item>(
  batch: readonly Item[],
  use: { store(part: readonly Item[]): Promise<void>; setAside(item: Item, error: unknown): void },
): Promise<void> {
  try {
    await use.store(batch);
  } catch (error) {
    const [first, ...others] = batch;
    if (first === undefined || !isRefusedForItsValues(error)) throw error;
    if (others.length === 0) return use.setAside(first, error);
    const half = Math.ceil(batch.length / 2);
    await storeApart(batch.slice(0, half), use);
    await storeApart(batch.slice(half), use);
  }
}
