import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument, YAMLMap, YAMLSeq } from "yaml";
import { IMAGES } from "../images/image-catalog.ts";

/** Image name → `sha256:…`. */
export type ImageDigests = Readonly<Record<string, string>>;

/**
 * Reads what the builds handed on: a file for each image, holding its digest.
 * @throws Error that names every image without a right digest: half a release is not deployed.
 */
export function readDigests(folder: string): ImageDigests {
  const digests = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8").trim()]),
  );
  const missing = IMAGES.filter(({ name }) => !/^sha256:[0-9a-f]{64}$/.test(digests[name] ?? ""));
  if (missing.length > 0) {
    throw new Error(
      `No digest in ${folder} for ${missing.map(({ name }) => name).join(", ")}: build them first.`,
    );
  }
  return digests;
}

/**
 * The images component of an overlay with the digests of a release, comments kept. The tag is for people, the digest is what runs.
 * @param registry e.g. `123456789012.dkr.ecr.us-east-1.amazonaws.com`
 * @throws Error when the component lacks an image, or has one that nobody builds
 */
export function withDigests(component: string, digests: ImageDigests, registry: string, tag: string): string {
  const document = parseDocument(component);
  const images = document.get("images");
  const entries = images instanceof YAMLSeq ? images.items : [];
  const known = new Map(
    entries.map((entry) => [entry instanceof YAMLMap ? String(entry.get("name")) : "", entry]),
  );
  for (const { name } of IMAGES) {
    const entry = known.get(`registry.invalid/horizon-${name}`);
    if (!(entry instanceof YAMLMap))
      throw new Error(`The overlay has no image registry.invalid/horizon-${name}: add it.`);
    entry.set("newName", `${registry}/horizon-${name}`);
    entry.set("newTag", tag);
    entry.set("digest", digests[name]);
    known.delete(`registry.invalid/horizon-${name}`);
  }
  if (known.size > 0)
    throw new Error(`Nobody builds ${[...known.keys()].join(", ")}: take it out of the overlay.`);
  return document.toString({ lineWidth: 0 });
}
