/** A DATE column's value as `YYYY-MM-DD`; Prisma shows it as midnight UTC. */
export function toCivil(column: Date): string;
export function toCivil(column: Date | null): string | null;
export function toCivil(column: Date | null): string | null {
  return column === null ? null : column.toISOString().slice(0, 10);
}

/** `YYYY-MM-DD` for a DATE column; undefined leaves the column alone. */
export function fromCivil(date: string): Date;
export function fromCivil(date: string | null): Date | null;
export function fromCivil(date: string | null | undefined): Date | null | undefined;
export function fromCivil(date: string | null | undefined): Date | null | undefined {
  return typeof date === "string" ? new Date(`${date}T00:00:00Z`) : date;
}
