import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkOverlay, type RenderedOverlay, renderWithFoundation } from "./check-overlay.ts";
import { getOverlay, overlays } from "./overlays.ts";
import { renderOverlay } from "./render-overlay.ts";
import { nameOf } from "./rendered-object.ts";
import { copyForRelease, type ReleaseFolder } from "./testing/release-images.ts";

const rendered = new Map<string, RenderedOverlay>();
let folder: ReleaseFolder;
beforeAll(async () => {
  for (const overlay of overlays) rendered.set(overlay.name, await renderWithFoundation(overlay));
  folder = await copyForRelease();
});
afterAll(() => folder.remove());
function getRendered(name: string): RenderedOverlay {
  const found = rendered.get(name);
  if (!found) throw new Error(`${name} was not rendered`);
  return found;
}

test.each(overlays)("$name renders, and every object is valid and keeps every rule", ({ name }) => {
  expect(getRendered(name).objects.length).toBeGreaterThan(2);
  expect(formatFindings(checkOverlay(getRendered(name), "repository"))).toBe("");
});

test.each(overlays)("$name names every object once", ({ name }) => {
  const { objects, foundation } = getRendered(name);
  const names = [...foundation, ...objects].map(nameOf);
  expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
});

describe("a release", () => {
  it.each(["production", "staging", "dr", "dr/active", "production/migrations"])(
    "of %s is refused with the images of the repository, which stand for none",
    (name) => {
      const findings = checkOverlay(getRendered(name), "release");
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
      expect(formatFindings(checkOverlay({ ...getRendered(name), objects }, "release"))).toBe("");
    }
  });
});

describe("a slip in a file is refused by name, with what to do", () => {
  it.each([
    [
      "a replica count below the budget",
      "base/auth-service/pdb.yaml",
      "maxUnavailable: 1",
      "minAvailable: 2",
      /PodDisruptionBudget horizon-production\/auth-service: Rollout horizon-production\/auth-service may have 2 replicas.*Lower minAvailable below 2/,
    ],
    [
      "an autoscaler's maximum below its minimum",
      "base/worker-service/hpa.yaml",
      "maxReplicas: 20",
      "maxReplicas: 4",
      /worker-service-hpa: maxReplicas 4 is below minReplicas 5\. Raise the maximum or lower the minimum/,
    ],
    [
      "a mutable tag",
      "overlays/production/images/kustomization.yaml",
      `digest: sha256:${"0".repeat(64)}`,
      "newTag: latest",
      /api-gateway: Image .*horizon-api-gateway:latest is not an image of our registry by digest/,
    ],
    [
      "a field that Kubernetes does not have",
      "base/api-gateway/service.yaml",
      "targetPort: 3000",
      "targetport: 3000",
      /Service horizon-production\/api-gateway: spec\.ports\.0: Unrecognized key: "targetport"/,
    ],
    [
      "a namespace without default deny",
      "components/network-baseline/networkpolicies.yaml",
      "policyTypes: [Ingress, Egress]",
      "policyTypes: [Ingress]",
      /Namespace horizon-production has no default deny/,
    ],
  ])("%s", async (_what, file, from, to, message) => {
    const copy = await copyForRelease();
    try {
      await copy.replace(file, from, to);
      const objects = await renderOverlay({ name: "production", path: `${copy.path}/overlays/production` });
      const findings = checkOverlay({ ...getRendered("production"), objects }, "repository");
      expect(formatFindings(findings)).toMatch(message);
    } finally {
      await copy.remove();
    }
  });
});

test("an unknown overlay is refused with the names that there are", async () => {
  expect(() => getOverlay("prod")).toThrow(
    /no overlay "prod" in k8s\. Name one of: .*\bproduction, .*\bstaging, .*\bdr, dr\/active\./,
  );
  await expect(renderOverlay({ name: "gone", path: `${folder.path}/overlays/gone` })).rejects.toThrow(
    /Overlay gone cannot be rendered: /,
  );
});
