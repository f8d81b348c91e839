import type { SessionInfo, WaitingItem } from "@horizon/contracts";
import { expect, test } from "vitest";
import { mayAnything, waitingLists } from "./waiting-lists";

function item(key: string, actionable: boolean): WaitingItem {
  const since = "2026-01-01T00:00:00Z";
  return {
    key,
    kind: "rollout",
    environment: "production",
    title: "",
    detail: "",
    since,
    href: "/",
    actionable,
  };
}
const mine = item("mine", true);
const theirs = item("theirs", false);

test.each<[string, WaitingItem[], boolean, [string, string[]][]]>([
  ["who may act reads what they may act on", [mine], true, [["Waits for you", ["mine"]]]],
  ["that nothing waits for them", [], true, [["Waits for you", []]]],
  [
    "and what is others' under a title of its own",
    [theirs, mine],
    true,
    [
      ["Waits for you", ["mine"]],
      ["Waits for others", ["theirs"]],
    ],
  ],
  [
    "also where nothing is theirs",
    [theirs],
    true,
    [
      ["Waits for you", []],
      ["Waits for others", ["theirs"]],
    ],
  ],
  ["who may do nothing reads of others alone", [theirs], false, [["Waits for others", ["theirs"]]]],
  ["also that nothing waits", [], false, [["Waits for others", []]]],
])("%s", (_case, items, mayAct, expected) => {
  const lists = waitingLists(items, mayAct);
  expect(lists.map((list) => [list.title, list.items.map(({ key }) => key)])).toEqual(expected);
});

test.each<[string, Pick<SessionInfo, "permissions" | "globalPermissions">, boolean]>([
  ["nothing anywhere", { permissions: { production: [], staging: [] }, globalPermissions: [] }, false],
  [
    "something in one",
    { permissions: { production: [], staging: ["pod.delete"] }, globalPermissions: [] },
    true,
  ],
  ["Horizon itself alone", { permissions: {}, globalPermissions: ["member.create"] }, true],
])("whether something may be theirs, who may do %s", (_case, grants, expected) => {
  expect(mayAnything(grants)).toBe(expected);
});
