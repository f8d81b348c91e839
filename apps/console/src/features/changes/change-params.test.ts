import { changeFilter, changeType } from "@horizon/contracts";
import { expect, test } from "vitest";
import { readParams } from "../../address/params";
import { changeFilterOf, changeParams, changeTypes } from "./change-params";

function read(search: string) {
  const found = new URLSearchParams(search);
  return readParams(changeParams, (name) => found.get(name));
}

test("every type that the feed knows can be chosen", () => {
  expect([...changeTypes].sort()).toEqual([...changeType.options].sort());
});

test.each([
  "",
  "?type=deploy&service=api-gateway&actor=Olive&from=2026-11-24T00:00:00.000Z",
  "?type=nonsense&from=yesterday&to=2026",
  "?from=24 Nov 2026Z&to=2026-11-31T00:00:00Z",
  `?service=${"s".repeat(101)}&actor=${"a".repeat(101)}`,
])("the address %j becomes a filter that the server accepts", (search) => {
  const filter = changeFilterOf("production", read(search));
  expect(changeFilter.safeParse(filter).success).toBe(true);
});
