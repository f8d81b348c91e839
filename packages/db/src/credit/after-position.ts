/** Where a page of a report's rows ended: they keep the order in which the report has them. */
export interface ReportPosition {
  readonly position: number;
  readonly id: string;
}

/** The `OR` of rows that come after it in the order `position asc, id asc`; undefined, which narrows nothing, without one. */
export function afterPosition(after: ReportPosition | undefined) {
  return after && [{ position: { gt: after.position } }, { position: after.position, id: { gt: after.id } }];
}
