import type { Container, PodTemplateSpec } from "../kubernetes/workload.ts";

/** Tag of an image reference, or the start of its digest where it has none. */
export function imageTag(image: string): string {
  const [name = "", digest] = image.split("@");
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  if (tag) return tag;
  return digest ? digest.replace(/^sha256:/, "").slice(0, 12) : "latest";
}

/** Label `app.kubernetes.io/version` of the template, else the tag of the main (first) container's image. */
export function templateVersion(template: PodTemplateSpec | undefined): string {
  const label = template?.metadata?.labels?.["app.kubernetes.io/version"];
  if (label) return label;
  const image = template?.spec?.containers?.[0]?.image;
  return image ? imageTag(image) : "";
}

/** All containers that run beside each other: the main ones and init containers that stay (sidecars). */
export function listContainers(
  template: PodTemplateSpec | undefined,
): { container: Container; sidecar: boolean }[] {
  const { containers = [], initContainers = [] } = template?.spec ?? {};
  return [
    ...containers.map((container, index) => ({ container, sidecar: index > 0 })),
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
