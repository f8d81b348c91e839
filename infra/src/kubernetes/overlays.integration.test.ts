import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkOverlay } from "./check-overlay.ts";
import { getOverlay, overlays } from "./overlays.ts";
import { renderOverlay } from "./render-overlay.ts";
import { nameOf, type RenderedObject } from "./rendered-object.ts";
import { copyForRelease, type ReleaseFolder } from "./testing/release-images.ts";

const rendered = new Map<string, RenderedObject[]>();
let folder: ReleaseFolder;
beforeAll(async () => {
  for (const overlay of overlays) rendered.set(overlay.name, await renderOverlay(overlay));
  folder = await copyForRelease();
});
afterAll(() => folder.remove());
const objectsOf = (name: string) => rendered.get(name) ?? [];

test.each(overlays)("$name renders, and every object is valid and keeps every rule", (overlay) => {
  const objects = objectsOf(overlay.name);
  expect(objects.length).toBeGreaterThan(2);
  expect(formatFindings(checkOverlay(overlay, objects, "repository"))).toBe("");
});

test.each(overlays)("$name names every object once", ({ name }) => {
  const names = objectsOf(name).map(nameOf);
  expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
});

describe("a release", () => {
  it.each(["production", "staging", "dr", "dr/active", "production/migrations"])(
    "of %s is refused with the images of the repository, which stand for none",
    (name) => {
      const findings = checkOverlay(getOverlay(name), objectsOf(name), "release");
      expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(["image-is-released"]));
      expect(findings[0]?.message).toMatch(
        /kustomize edit set image .* in k8s\/overlays\/<environment>\/images/,
      );
    },
  );

  it("passes once the deployment has set every image by digest", async () => {
    await folder.setImages("production", "2.0.0");
    for (const name of ["production", "production/migrations"]) {
      const objects = await renderOverlay({ name, path: `${folder.path}/overlays/${name}` });
      expect(formatFindings(checkOverlay(getOverlay(name), objects, "release"))).toBe("");
    }
  });
});

test("an unknown overlay is refused with the names that there are", async () => {
  expect(() => getOverlay("prod")).toThrow(
    /no overlay "prod" in k8s\. Name one of: .*production, staging, dr, dr\/active/,
  );
  await expect(renderOverlay({ name: "gone", path: `${folder.path}/overlays/gone` })).rejects.toThrow(
    /Overlay gone cannot be rendered: /,
  );
});
