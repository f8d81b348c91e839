import { Cron } from "croner";

/** When a CronJob is due. Times are milliseconds since the epoch. */
export interface CronSchedule {
  nextAfter(timeMs: number): number | undefined;
  /** The last time that is not after this one. */
  lastUntil(timeMs: number): number | undefined;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELDS: { min: number; max: number; names?: string[] }[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];
const DESCRIPTORS = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"].map(
  (word) => `@${word}`,
);

/** What robfig/cron, the parser of Kubernetes, says of one part of a field such as `1-5/2`; undefined when it is right. */
function partFault(part: string, { min, max, names = [] }: (typeof FIELDS)[number]): string | undefined {
  const [range = "", step, ...more] = part.split("/");
  const [first = "", last, ...beyond] = range.split("-");
  if (more.length > 0) return `too many slashes: ${part}`;
  if (beyond.length > 0) return `too many hyphens: ${part}`;
  if (step !== undefined && !/^\d+$/.test(step)) return notANumber(step);
  if (step === "0") return `step of range should be a positive number: ${part}`;
  if (first === "*" || first === "?") return undefined;
  const numberOf = (text: string) => {
    const named = names.indexOf(text.toLowerCase());
    return named < 0 ? Number(text) : named + min;
  };
  const wrong = [first, last ?? first].find(
    (text) => !(/^\d+$/.test(text) || names.includes(text.toLowerCase())),
  );
  if (wrong !== undefined) return notANumber(wrong);
  const [from, to] = [numberOf(first), numberOf(last ?? first)];
  if (from < min) return `beginning of range (${from}) below minimum (${min}): ${part}`;
  if (to > max) return `end of range (${to}) above maximum (${max}): ${part}`;
  return from > to ? `beginning of range (${from}) beyond end of range (${to}): ${part}` : undefined;
}

const notANumber = (text: string) =>
  `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;

/** Why this is no schedule, in the words of Kubernetes; undefined when it is one. */
export function findScheduleFault(schedule: string): string | undefined {
  if (schedule === "") return "empty spec string";
  if (schedule.startsWith("@")) {
    return DESCRIPTORS.includes(schedule) ? undefined : `unrecognized descriptor: ${schedule}`;
  }
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) {
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`;
  }
  return fields
    .flatMap((field, index) =>
      field.split(",").map((part) => partFault(part, FIELDS[index] ?? { min: 0, max: 0 })),
    )
    .find((fault) => fault !== undefined);
}

/** Whether this names a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Reads a schedule that has no fault, in UTC unless a zone is named. */
export function readSchedule(schedule: string, timeZone = "UTC"): CronSchedule {
  const cron = new Cron(schedule, { mode: "5-part", timezone: timeZone });
  return {
    nextAfter: (timeMs) => cron.nextRun(new Date(timeMs))?.getTime(),
    // The library looks before the time, in whole seconds.
    lastUntil: (timeMs) => cron.previousRuns(1, new Date(timeMs + 1_000))[0]?.getTime(),
  };
}
