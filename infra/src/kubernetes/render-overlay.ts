import { createKubectl, findKubectl } from "@horizon/lab/testing";
import type { Overlay } from "./overlays.ts";
import { parseObjects, type RenderedObject } from "./rendered-object.ts";

/** The objects of an overlay as kubectl would apply them. @throws Error with what kustomize says. */
export async function renderOverlay({
  name,
  path,
}: Pick<Overlay, "name" | "path">): Promise<RenderedObject[]> {
  // Rendering reads no cluster; kubectl wants the name of a kubeconfig all the same.
  const kubectl = createKubectl(await findKubectl(), "/dev/null");
  const { code, stdout, stderr } = await kubectl(["kustomize", path]);
  if (code !== 0) throw new Error(`Overlay ${name} cannot be rendered: ${stderr.trim()}`);
  return parseObjects(stdout);
}
