import { expect, test } from "vitest";
import {
  flag,
  oneOf,
  oneOfOr,
  optionalText,
  readPageParams,
  readParams,
  searchWith,
  text,
  textList,
  wholeNumber,
  writeParams,
} from "./params";

const group = {
  q: text,
  pod: optionalText,
  status: oneOf(["Failed", "Healthy"]),
  tab: oneOfOr(["summary", "logs"], "summary"),
  previous: flag,
  seq: wholeNumber,
  columns: textList,
};
const nothing = {
  q: "",
  pod: null,
  status: null,
  tab: "summary",
  previous: false,
  seq: null,
  columns: null,
};
const read = (search: string) => {
  const params = new URLSearchParams(search);
  return readParams(group, (name) => params.get(name));
};

test.each([
  ["", {}],
  ["q=a+b&pod=x", { q: "a b", pod: "x" }],
  ["status=Failed&tab=logs", { status: "Failed", tab: "logs" }],
  ["status=wrong&tab=wrong&seq=1e3&previous=yes", {}],
  ["previous=true&seq=42&columns=a,b,,", { previous: true, seq: 42, columns: ["a", "b"] }],
])("%j is read, and what is not a value counts as not there", (search, expected) => {
  expect(read(search)).toEqual({ ...nothing, ...expected });
});

test("what is written is read again, and a default leaves the address clean", () => {
  const values = { q: "a&b", tab: "logs", previous: true, seq: 7, columns: ["x", "y"] } as const;
  const search = searchWith("?other=1", writeParams(group, values));
  expect(search).toContain("other=1");
  expect(read(search)).toEqual({ ...nothing, ...values });
  expect(searchWith(search, writeParams(group, { q: "", tab: "summary", previous: false, seq: null }))).toBe(
    "?other=1&columns=x%2Cy",
  );
});

test("null takes the whole group out and nothing else", () => {
  expect(searchWith("?q=1&tab=logs&live=paused", writeParams(group, null))).toBe("?live=paused");
});

test("of a parameter that is there twice the server reads the first, as the browser does", () => {
  expect(readPageParams(group, { q: ["a", "b"], tab: "logs" })).toEqual({ ...nothing, q: "a", tab: "logs" });
});
