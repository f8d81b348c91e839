import { expect, test } from "vitest";
import { mergeOpenApi } from "./merge-open-api.ts";

const document = (path: string) => ({
  paths: { [path]: { get: {} } },
  components: { schemas: { Problem: {} } },
});

test("paths of all services stand side by side, in order", () => {
  const merged = mergeOpenApi([
    { service: "b", document: document("/v1/b") },
    { service: "a", document: document("/v1/a") },
  ]);
  expect(Object.keys(merged.paths as object)).toEqual(["/v1/a", "/v1/b"]);
  expect(merged.components).toMatchObject({ schemas: { Problem: {} } });
});

test("a path that two services document is a defect", () => {
  const twice = [
    { service: "a", document: document("/v1/a") },
    { service: "b", document: document("/v1/a") },
  ];
  expect(() => mergeOpenApi(twice)).toThrow("/v1/a");
});
