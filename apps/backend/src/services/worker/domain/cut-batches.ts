interface Delivery {
  readonly event: { readonly aggregate_id: string };
}

/** Batches of at most `size`, each with all that is here of its aggregates, in order. More of one aggregate than that is a batch of its own. */
export function cutBatches<D extends Delivery>(due: readonly D[], size: number): D[][] {
  const batches: D[][] = [];
  let batch: D[] = [];
  for (const lane of Map.groupBy(due, ({ event }) => event.aggregate_id).values()) {
    if (batch.length > 0 && batch.length + lane.length > size) {
      batches.push(batch);
      batch = [];
    }
    batch.push(...lane);
  }
  return batch.length === 0 ? batches : [...batches, batch];
}
