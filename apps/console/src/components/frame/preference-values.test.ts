import { expect, test } from "vitest";
import { parsePreferences } from "./preference-values";

test("preferences come from cookies, and nonsense is the default", () => {
  const jar = new Map([
    ["horizon-theme", "dark"],
    ["horizon-rail", "<script>"],
  ]);
  expect(parsePreferences((name) => jar.get(name))).toEqual({ theme: "dark", rail: "wide", shortcuts: "on" });
});
