import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";

interface ImagesFile {
  images: { name: string; newName: string; newTag?: string; digest: string }[];
}

/** A copy of k8s in which an overlay's images are set, as a deployment sets them. */
export interface ReleaseFolder {
  path: string;
  /** Replaces a text in a file, as a slip would; the text must be there. */
  replace(file: string, from: string, to: string): Promise<void>;
  /** Gives every image of the environment the digest that follows from its name and the version. */
  setImages(environment: string, version: string): Promise<void>;
  remove(): Promise<void>;
}

/** @param name as overlays have it, `registry.invalid/horizon-console` */
export function digestOf(name: string, version: string): string {
  return `sha256:${createHash("sha256").update(`${name}:${version}`).digest("hex")}`;
}

export async function copyForRelease(): Promise<ReleaseFolder> {
  const path = await mkdtemp(join(tmpdir(), "horizon-k8s-"));
  await cp(join(import.meta.dirname, "../../../../k8s"), path, { recursive: true });
  return {
    path,
    async replace(file, from, to) {
      const text = await readFile(join(path, file), "utf8");
      if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
      await writeFile(join(path, file), text.replace(from, to));
    },
    async setImages(environment, version) {
      const file = join(path, "overlays", environment, "images/kustomization.yaml");
      const content = parse(await readFile(file, "utf8")) as ImagesFile;
      for (const image of content.images) {
        image.newName = image.newName.replace(/^\d{12}/, "123456789012");
        image.newTag = version;
        image.digest = digestOf(image.name, version);
      }
      await writeFile(file, stringify(content));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
