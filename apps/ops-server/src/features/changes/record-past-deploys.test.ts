import type { PastDeploy } from "@horizon/k8s";
import { expect, test } from "vitest";
import { findUnseen } from "./record-past-deploys.ts";

const deploy = (revision: number, at: string | null, notBefore = at ?? ""): PastDeploy => ({
  ...{ kind: "Deployment", namespace: "shop", name: "worker", uid: "w", service: "worker" },
  ...{ type: "deploy", summary: "", fields: [], revision, at, notBefore },
});
const noon = "2026-11-24T12:00:00Z";
const known = (at: string, resourceVersion = "7", uid = "w") => ({ at: new Date(at), uid, resourceVersion });

test.each([
  { name: "nothing is known", known: [], unseen: true },
  { name: "it was seen when it was asked for", known: [known("2026-11-24T11:58:00Z")], unseen: false },
  { name: "another deploy was seen that day", known: [known("2026-11-24T08:00:00Z")], unseen: true },
  { name: "an object of before with its name was", known: [known(noon, "7", "old")], unseen: true },
  { name: "an earlier start stored it", known: [known(noon, "revision:2")], unseen: false },
  { name: "an earlier start stored its neighbour", known: [known(noon, "revision:1")], unseen: true },
])("$name", ({ known, unseen }) => {
  expect(findUnseen([deploy(2, noon)], known)).toHaveLength(unseen ? 1 : 0);
});

test("a way back of which the time is not known was seen when anything later was", () => {
  const back = deploy(3, null, noon);
  expect(findUnseen([back], [known("2026-11-26T09:00:00Z")])).toEqual([]);
  expect(findUnseen([back], [known("2026-11-24T08:00:00Z")])).toEqual([back]);
});
