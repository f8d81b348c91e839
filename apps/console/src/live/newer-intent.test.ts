import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { newerIntent } from "./newer-intent";

const accepted = { id: "i1", state: "accepted", updatedAt: "2026-01-01T12:00:01.000Z" };
const observed = { id: "i1", state: "observed", updatedAt: "2026-01-01T12:00:02.000Z" };

test("an answer that was overtaken by the stream does not undo what the stream said", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { structuralSharing: newerIntent } } });
  const queryKey = ["intent", "i1"];
  let answer = (_row: typeof accepted) => {};
  const asked = client.fetchQuery({
    queryKey,
    queryFn: () => new Promise<typeof accepted>((resolve) => (answer = resolve)),
  });
  client.setQueryData(queryKey, observed);
  answer(accepted);
  await asked;
  expect(client.getQueryData(queryKey)).toEqual(observed);
});

test.each([
  ["a later sight", accepted, observed, observed],
  [
    "a sight of the same moment",
    observed,
    { ...observed, state: "failed" },
    { ...observed, state: "failed" },
  ],
  ["the first sight", undefined, accepted, accepted],
])("%s is taken", (_case, known, next, expected) => {
  expect(newerIntent(known, next)).toEqual(expected);
});
