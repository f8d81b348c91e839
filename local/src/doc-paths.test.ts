import { expect, test } from "vitest";
import { findMissingPaths } from "./doc-paths.ts";

const exists = (path: string) => ["packages/db", "docs/architecture.md"].includes(path);

test.each([
  ["see `packages/db/` and [the map](docs/architecture.md#live)", []],
  ["see `packages/gone/src`", ["packages/gone/src"]],
  ["a [link](../docs/gone.md)", ["docs/gone.md"]],
  ["`pnpm start`, `http://localhost:3000` and [a site](https://example.com/docs/x) are no paths", []],
])("%s", (markdown, missing) => {
  expect(findMissingPaths(markdown, exists)).toEqual(missing);
});
