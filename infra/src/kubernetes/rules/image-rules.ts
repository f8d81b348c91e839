import type { PolicyRule, Violation } from "../policy-rule.ts";
import { listContainers, listWorkloads, type RenderedObject } from "../rendered-object.ts";

const pinned =
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/horizon-[a-z-]+(:[\w.-]+)?@sha256:[0-9a-f]{64}$/;
const placeholder = /^0{12}\.|@sha256:0{64}$/;

/** What the repository calls the image, where that can be told. */
const nameIn = (image: string) => /horizon-([a-z]+(?:-[a-z]+)*)/.exec(image)?.[1] ?? "<name>";

function checkImages(
  objects: readonly RenderedObject[],
  isWrong: (image: string) => boolean,
  explain: (image: string) => string,
): Violation[] {
  return listWorkloads(objects).flatMap((object) =>
    listContainers(object).flatMap(({ image = "" }) =>
      isWrong(image) ? [{ object, message: explain(image) }] : [],
    ),
  );
}

/** What was tested is what runs: a tag can be moved, a digest cannot. */
export const imagesPinned: PolicyRule = {
  name: "image-by-digest",
  check: (objects) =>
    checkImages(
      objects,
      (image) => !pinned.test(image),
      (image) =>
        `Image ${image || "(none)"} is not an image of our registry by digest. Name it registry.invalid/horizon-${nameIn(image)} in the base and give it <account>.dkr.ecr.<region>.amazonaws.com/horizon-${nameIn(image)}@sha256:<digest> in the overlay's images.`,
    ),
};

/** Before something is applied: the zeros of the repository stand for no release. */
export const imagesReleased: PolicyRule = {
  name: "image-is-released",
  check: (objects) =>
    checkImages(
      objects,
      (image) => placeholder.test(image),
      (image) =>
        `Image ${image} stands for no release. Set what was built: kustomize edit set image registry.invalid/horizon-${nameIn(image)}=<account>.dkr.ecr.<region>.amazonaws.com/horizon-${nameIn(image)}:<tag>@sha256:<digest> in k8s/overlays/<environment>/images.`,
    ),
};
