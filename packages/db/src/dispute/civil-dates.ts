/** A `DATE` column as Prisma has it: midnight UTC. Legal dates leave this package as `YYYY-MM-DD`. */
export function toCivil(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function toCivilOrNull(date: Date | null): string | null {
  return date === null ? null : toCivil(date);
}

export function fromCivil(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** Undefined leaves the column alone. */
export function fromCivilOrNull(date: string | null | undefined): Date | null | undefined {
  return date === null || date === undefined ? date : fromCivil(date);
}
