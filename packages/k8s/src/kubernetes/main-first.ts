const mainAnnotation = "kubectl.kubernetes.io/default-container";

/**
 * The containers with the main one first: it is the one that the annotation names, as for kubectl, else the first. A mesh
 * that puts its proxy before the others says so with it.
 */
export function mainFirst<Item extends { name: string }>(
  containers: readonly Item[] = [],
  annotations: Record<string, string> | undefined,
): readonly Item[] {
  const main = containers.find(({ name }) => name === annotations?.[mainAnnotation]);
  if (!main || main === containers[0]) return containers;
  return [main, ...containers.filter((container) => container !== main)];
}
