import { expect, test } from "vitest";
import { listContainers, templateVersion } from "./image-version.ts";

function template(image: string, version?: string) {
  const labels: Record<string, string> = version ? { "app.kubernetes.io/version": version } : {};
  return {
    metadata: { labels },
    spec: { containers: [{ name: "main", image }] },
  };
}

test.each([
  ["the label says it", "registry.lab/api@sha256:0b66d6f54b507205", "2.14.0", "2.14.0"],
  ["without a label the tag does", "registry.lab:5000/api:2.14.0@sha256:0b66", undefined, "2.14.0"],
  ["without either it is the digest", "registry.lab/api@sha256:0b66d6f54b507205", undefined, "0b66d6f54b50"],
  ["an image that was set by hand is not what the label says", "registry.lab/api:2.15.0", "2.14.0", "2.15.0"],
  ["a tag that is no number explains nothing", "registry.lab/api:main", "2.14.0", "2.14.0"],
  ["a commit in the tag leaves the label", "registry.lab/api:4f2a9c1", "2.14.0", "2.14.0"],
  ["a v before the number is no other version", "registry.lab/api:v2.14.0", "2.14.0", "2.14.0"],
  ["nor is what comes after it", "registry.lab/api:2.14.0-alpine", "2.14.0", "2.14.0"],
])("%s", (_, image, label, version) => {
  expect(templateVersion(template(image, label))).toBe(version);
});

test("the main container is the one that kubectl takes, wherever a mesh puts its proxy", () => {
  const containers = [
    { name: "istio-proxy", image: "istio/proxyv2:1.24.0" },
    { name: "web", image: "registry.lab/web:2.14.0" },
  ];
  const meshed = {
    metadata: { annotations: { "kubectl.kubernetes.io/default-container": "web" } },
    spec: { containers },
  };
  expect(templateVersion(meshed)).toBe("2.14.0");
  expect(listContainers(meshed).map(({ container, sidecar }) => [container.name, sidecar])).toEqual([
    ["web", false],
    ["istio-proxy", true],
  ]);
});
