import { expect, test } from "vitest";
import { formatTable } from "./table.ts";

test("columns are as wide as their widest cell and lines have no trailing blanks", () => {
  expect(
    formatTable(
      ["what", "where"],
      [
        ["Console", "here"],
        ["x", ""],
      ],
    ),
  ).toBe("what     where\n───────  ─────\nConsole  here\nx");
});
