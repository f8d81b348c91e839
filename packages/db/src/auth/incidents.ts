import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export type IncidentState = "open" | "closed";

export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Civil dates. */
  readonly discoveredOn: string;
  readonly reportedOn: string | null;
  readonly affectedCustomers: number;
  /** Null while nobody knows. */
  readonly wasEncrypted: boolean | null;
  readonly keyWasAccessed: boolean | null;
  readonly state: IncidentState;
  readonly reportReference: string | null;
  readonly closedReason: string | null;
  /** How many reminders of the report went out. */
  readonly remindersSent: number;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  title: true,
  summary: true,
  discoveredOn: true,
  reportedOn: true,
  affectedCustomers: true,
  wasEncrypted: true,
  keyWasAccessed: true,
  state: true,
  reportReference: true,
  closedReason: true,
  remindersSent: true,
  createdBy: true,
  version: true,
  createdAt: true,
} as const satisfies Prisma.AuthIncidentSelect;

type Row = Prisma.AuthIncidentGetPayload<{ select: typeof columns }>;

function toIncident(row: Row): Incident {
  return {
    ...row,
    discoveredOn: toCivil(row.discoveredOn),
    reportedOn: toCivil(row.reportedOn),
    state: row.state as IncidentState,
  };
}

export type NewIncident = Pick<
  Incident,
  | "title"
  | "summary"
  | "discoveredOn"
  | "affectedCustomers"
  | "wasEncrypted"
  | "keyWasAccessed"
  | "createdBy"
  | "createdAt"
>;

/** @throws AppError INVALID_INPUT for a value that the table refuses. */
export async function createIncident(db: Db, { discoveredOn, ...incident }: NewIncident): Promise<Incident> {
  const row = await runQuery(db, ({ authIncident }) =>
    authIncident.create({ data: { ...incident, discoveredOn: fromCivil(discoveredOn) }, select: columns }),
  );
  return toIncident(row);
}

export async function findIncident(db: Db, id: string): Promise<Incident | null> {
  const row = await runQuery(db, ({ authIncident }) =>
    authIncident.findUnique({ where: { id }, select: columns }),
  );
  return row && toIncident(row);
}

/** Newest first; one row more than `limit` when there are more. */
export async function listIncidents(
  db: Db,
  { before, limit }: { before?: PagePosition | undefined; limit: number },
): Promise<Incident[]> {
  const rows = await runQuery(db, ({ authIncident }) =>
    authIncident.findMany({
      where: { OR: createdBefore(before) },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toIncident);
}

/** Open incidents of which nobody told the authority yet. */
export async function listUnreportedIncidents(db: Db): Promise<Incident[]> {
  const rows = await runQuery(db, ({ authIncident }) =>
    authIncident.findMany({
      where: { state: "open", reportedOn: null },
      orderBy: { id: "asc" },
      select: columns,
    }),
  );
  return rows.map(toIncident);
}

export interface IncidentChange {
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly affectedCustomers?: number | undefined;
  readonly wasEncrypted?: boolean | null | undefined;
  readonly keyWasAccessed?: boolean | null | undefined;
  readonly state?: IncidentState;
  readonly reportedOn?: string;
  readonly reportReference?: string;
  readonly closedReason?: string;
  readonly remindersSent?: number;
}

/** Changes it if it is still of this version. @returns null when somebody was faster. */
export async function changeIncident(
  db: Db,
  { id, version }: Pick<Incident, "id" | "version">,
  { reportedOn, ...change }: IncidentChange,
): Promise<Incident | null> {
  const [row] = await runQuery(db, ({ authIncident }) =>
    authIncident.updateManyAndReturn({
      where: { id, version },
      data: {
        ...(Object.fromEntries(
          Object.entries(change).filter(([, value]) => value !== undefined),
        ) as Prisma.AuthIncidentUpdateManyMutationInput),
        reportedOn: fromCivil(reportedOn),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return row === undefined ? null : toIncident(row);
}
