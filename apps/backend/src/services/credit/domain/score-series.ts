import type { Bureau } from "@horizon/contracts/backend";

export interface RecordedScore {
  readonly bureau: Bureau;
  readonly model: string;
  readonly value: number | null;
  readonly scoredOn: string;
}

export interface ScoreSeries<T> {
  readonly bureau: Bureau;
  readonly model: string;
  /** Oldest first. */
  readonly scores: T[];
}

/** One line a bureau and model: numbers of two models are not comparable, so they never share a line. */
export function scoreSeries<T extends RecordedScore>(scores: readonly T[]): ScoreSeries<T>[] {
  const series = Map.groupBy(scores, ({ bureau, model }) => `${bureau} ${model}`);
  return [...series.values()].flatMap((line) => {
    const [first] = line;
    if (first === undefined) return [];
    const ordered = line.toSorted((one, two) => one.scoredOn.localeCompare(two.scoredOn));
    return [{ bureau: first.bureau, model: first.model, scores: ordered }];
  });
}
