interface TimeRange {
  from?: string | undefined;
  to?: string | undefined;
}

/** A filter as queries take it: with dates for the ISO times of the request. */
export function toStoredFilter<Filter extends TimeRange>({ from, to, ...filter }: Filter) {
  return {
    ...filter,
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}
