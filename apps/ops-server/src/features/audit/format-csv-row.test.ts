import { expect, it } from "vitest";
import { formatCsvRow } from "./format-csv-row.ts";

it.each([
  [["plain", 7, null], "plain,7,\r\n"],
  [['says "go", now'], '"says ""go"", now"\r\n'],
  [["two\nlines"], '"two\nlines"\r\n'],
  [["=HYPERLINK(1)"], "'=HYPERLINK(1)\r\n"],
  [["@cmd", "+1", "-1"], "'@cmd,'+1,'-1\r\n"],
])("%j becomes %j", (values, line) => {
  expect(formatCsvRow(values)).toBe(line);
});
