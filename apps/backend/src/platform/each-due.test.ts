import { createLogger } from "@horizon/logger";
import { expect, test } from "vitest";
import { eachDue } from "./each-due.ts";

const logger = createLogger("test", { level: "silent" });

/** Things by id, of which those named `no…` stay as they are and those named `bad…` fail. */
function dueItems(ids: readonly string[]) {
  const due = [...ids].sort();
  const tried: string[] = [];
  return {
    due,
    tried,
    items: {
      pageSize: 3,
      list: async ({ afterId = "", limit }: { afterId: string | undefined; limit: number }) =>
        due.filter((id) => id > afterId).slice(0, limit),
      idOf: (id: string) => id,
      act: async (id: string) => {
        tried.push(id);
        if (id.endsWith("bad")) throw new Error(`${id} is broken`);
        if (id.endsWith("no")) return false;
        due.splice(due.indexOf(id), 1);
        return true;
      },
    },
  };
}

test.each([
  ["nothing is due", [], { done: 0, failed: 0 }],
  ["a page that is just full", ["1", "2", "3"], { done: 3, failed: 0 }],
  ["more than a page", ["1", "2", "3", "4", "5", "6", "7"], { done: 7, failed: 0 }],
  ["a page of what cannot be done yet", ["1no", "2no", "3no", "4"], { done: 1, failed: 0 }],
  ["a page of failures", ["1bad", "2bad", "3bad", "4", "5bad"], { done: 1, failed: 4 }],
])("each has its turn, once: %s", async (_case, ids, expected) => {
  const { items, tried } = dueItems(ids);
  expect(await eachDue(logger, items)).toEqual(expected);
  expect(tried).toEqual(ids);
});

test("several failures in a row end it: what all need is down", async () => {
  const ids = ["1", "2bad", "3bad", "4bad", "5bad", "6bad", "7", "8"];
  const { items, tried, due } = dueItems(ids);
  await expect(eachDue(logger, items)).rejects.toThrow("6bad is broken");
  expect(tried.at(-1)).toBe("6bad");
  expect(due).toEqual(["2bad", "3bad", "4bad", "5bad", "6bad", "7", "8"]);
});
