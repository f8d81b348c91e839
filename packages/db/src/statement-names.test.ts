import { expect, test } from "vitest";
import { createStatementNames } from "./statement-names.ts";

const insert = (rows: number) => `INSERT INTO t VALUES ${Array(rows).fill("(1)").join()}`;

test("an insert has one name, another has another, and nothing else has any", () => {
  const nameOf = createStatementNames();
  const name = nameOf({ sql: insert(1) });
  expect(name).not.toBe("");
  expect(nameOf({ sql: insert(1) })).toBe(name);
  expect(nameOf({ sql: insert(2) })).not.toBe(name);
  expect(
    nameOf({
      sql: "\n  WITH event AS (\n INSERT INTO e VALUES (1) RETURNING id) INSERT INTO d SELECT id FROM event",
    }),
  ).not.toBe("");
  for (const sql of [
    "SELECT 1",
    "UPDATE t SET a = 1",
    "BEGIN",
    "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
  ])
    expect(nameOf({ sql })).toBe("");
});

test("there are never more than the pooler keeps", () => {
  const nameOf = createStatementNames();
  const names = Array.from({ length: 300 }, (_, rows) => nameOf({ sql: insert(rows + 1) }));
  expect(new Set(names).size).toBe(101);
  expect(names.at(-1)).toBe("");
});
