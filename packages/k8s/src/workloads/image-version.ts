import { mainFirst } from "../kubernetes/main-first.ts";
import type { Container, PodTemplateSpec } from "../kubernetes/workload.ts";

/** Tag of an image reference, or the start of its digest where it has none. */
export function imageTag(image: string): string {
  const [name = "", digest] = image.split("@");
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  if (tag) return tag;
  return digest ? digest.replace(/^sha256:/, "").slice(0, 12) : "latest";
}

const versionNumber = /^v?(\d+(?:\.\d+)+)/;

/**
 * Label `app.kubernetes.io/version` of the template, else the tag of the main container's image. Where both are
 * version numbers and differ the image is right: it is what runs, and `kubectl set image` leaves the label as it was.
 */
export function templateVersion(template: PodTemplateSpec | undefined): string {
  const label = template?.metadata?.labels?.["app.kubernetes.io/version"];
  const image = mainContainer(template)?.image;
  const tag = image ? imageTag(image) : "";
  if (!label) return tag;
  const [said, runs] = [label, tag].map((text) => versionNumber.exec(text)?.[1]);
  return said && runs && said !== runs ? tag : label;
}

/** The container that the workload is about: it gives the version. */
export function mainContainer(template: PodTemplateSpec | undefined): Container | undefined {
  return mainFirst(template?.spec?.containers, template?.metadata?.annotations)[0];
}

/** All containers that run beside each other: the main ones and init containers that stay (sidecars). */
export function listContainers(
  template: PodTemplateSpec | undefined,
): { container: Container; sidecar: boolean }[] {
  const { containers, initContainers = [] } = template?.spec ?? {};
  return [
    ...mainFirst(containers, template?.metadata?.annotations).map((container, index) => ({
      container,
      sidecar: index > 0,
    })),
    ...initContainers
      .filter(({ restartPolicy }) => restartPolicy === "Always")
      .map((container) => ({ container, sidecar: true })),
  ];
}

/** In the order of `listContainers`; an image that is not set is empty. */
export function templateImages(
  template: PodTemplateSpec | undefined,
): { container: string; image: string }[] {
  return listContainers(template).map(({ container }) => ({
    container: container.name,
    image: container.image ?? "",
  }));
}

/** The service that an object belongs to: its `app.kubernetes.io/name` or `app` label, else its name. */
export function serviceName(labels: Record<string, string> | undefined, name: string): string {
  return labels?.["app.kubernetes.io/name"] ?? labels?.app ?? name;
}
