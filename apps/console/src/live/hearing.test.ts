import { expect, test } from "vitest";
import { createHearing } from "./hearing";

const kept = 20_000;

test("of rows that came and went the longest unheard are forgotten, those of another epoch first", () => {
  const hearing = createHearing<{ key: string }>();
  const goes = (key: string, epoch: string, seq: number) =>
    hearing.note({ epoch, seq, rows: [], patches: [], removed: [key] });
  goes("of another epoch", "e0", kept * 2);
  for (let seq = 1; seq <= kept; seq++) goes(`${seq}`, "e1", seq);

  const keysUpToDate = (keys: string[], epoch: string) =>
    hearing
      .bringUpToDate({ rows: keys.map((key) => ({ key })), position: { epoch, seq: 0 } })
      .rows.map(({ key }) => key);
  expect(keysUpToDate(["1", `${kept}`], "e1")).toEqual(["1"]);
  expect(keysUpToDate(["of another epoch"], "e0")).toEqual(["of another epoch"]);
});
