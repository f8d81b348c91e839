import type { ParseWarning } from "../report/credit-report.ts";
import { decodeXmlText } from "./decode-xml-text.ts";

type Scalar = string | null;

/** Reads single values and keeps count of what it expected and what it doubted. */
export interface FieldReader {
  readonly warnings: readonly ParseWarning[];
  warn(code: ParseWarning["code"], at: string, review?: boolean): void;
  /** Trimmed, without control characters, at most `max` characters; null for what stands for nothing. */
  text(value: Scalar, at: string, max?: number): string | null;
  /** `$1,234.50` → 123450. */
  cents(value: Scalar, at: string): number | null;
  count(value: Scalar): number | null;
  /** A civil date, in any of the forms that sources use. */
  date(value: Scalar, at: string): string | null;
  flag(value: Scalar): boolean | null;
  /** 1 less what was doubted: the share of the values read that gave no warning. */
  confidence(): number;
}

const nothing = /^(?:-+|n\/?a|none|null|undefined|unknown|not (?:reported|available)|\$?-)?$/i;
const warningsMax = 500;

export function createFieldReader(): FieldReader {
  const warnings: ParseWarning[] = [];
  let read = 0;
  let doubted = 0;

  const warn: FieldReader["warn"] = (code, at, review = false) => {
    doubted += 1;
    if (warnings.length < warningsMax) warnings.push({ code, at: at.slice(0, 120), review });
  };
  const clean = (value: Scalar, at: string) => {
    if (value === null) return null;
    const decoded = decodeXmlText(value);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for; PostgreSQL refuses U+0000
    const safe = decoded.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e]/g, "");
    if (safe.length !== decoded.length) warn("control_characters", at);
    const trimmed = safe.replace(/\s+/g, " ").trim();
    return nothing.test(trimmed) ? null : trimmed;
  };

  return {
    warnings,
    warn,
    text(value, at, max = 300) {
      const text = clean(value, at);
      if (text === null) return null;
      read += 1;
      if (text.length <= max) return text;
      warn("text_cut", at);
      return text.slice(0, max).trim();
    },
    cents(value, at) {
      const text = clean(value, at);
      if (text === null) return null;
      read += 1;
      const match = /^(-)?\$?\s*(-)?(\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.(\d{1,2})\d*)?$/.exec(text);
      if (!match) {
        warn("amount_unreadable", at, true);
        return null;
      }
      const [, minus, laterMinus, whole = "0", fraction = ""] = match;
      const amount = Number(whole.replaceAll(",", "")) * 100 + Number(fraction.padEnd(2, "0"));
      return (minus ?? laterMinus) && amount !== 0 ? -amount : amount;
    },
    count(value) {
      const text = clean(value, "");
      const match = /^(\d{1,4})\b/.exec(text ?? "");
      return match ? Number(match[1]) : null;
    },
    date(value, at) {
      const text = clean(value, at);
      if (text === null) return null;
      read += 1;
      const parts = dateParts(text);
      if (parts === null) {
        warn("date_unreadable", at, true);
        return null;
      }
      if (parts.day === null) warn("date_without_day", at);
      const date = toCivilDate(parts.year, parts.month, parts.day ?? 1);
      if (date === null || parts.year < 1900 || parts.year > 2100) {
        warn("date_implausible", at, true);
        return null;
      }
      return date;
    },
    flag(value) {
      const text = clean(value, "")?.toLowerCase();
      if (text === undefined) return null;
      if (/^(true|y|yes|1|t)$/.test(text)) return true;
      return /^(false|n|no|0|f)$/.test(text) ? false : null;
    },
    confidence: () => (read === 0 ? 0 : Math.max(0, Math.round((1 - doubted / read) * 1_000) / 1_000)),
  };
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number | null;
}

function dateParts(text: string): DateParts | null {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T+ ].*)?$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: iso[3] ? Number(iso[3]) : null };
  const american = /^(\d{1,2})[/-](?:(\d{1,2})[/-])?(\d{4})$/.exec(text);
  if (american) {
    return {
      year: Number(american[3]),
      month: Number(american[1]),
      day: american[2] ? Number(american[2]) : null,
    };
  }
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return compact ? { year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]) } : null;
}

function toCivilDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const fits =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return fits ? date.toISOString().slice(0, 10) : null;
}
