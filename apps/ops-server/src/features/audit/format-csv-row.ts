/**
 * One line of RFC 4180. A value that a spreadsheet would run as a formula is kept text by a leading apostrophe:
 * reasons are typed by people and opened by others.
 */
export function formatCsvRow(values: readonly (string | number | null)[]): string {
  return `${values.map(formatValue).join(",")}\r\n`;
}

function formatValue(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
