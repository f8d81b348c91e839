import { join } from "node:path";

/** A folder that kubectl can render, and what is asked of it. */
export interface Overlay {
  name: string;
  /** Absolute. */
  path: string;
  /** `full` where customers are served; `reduced` where one pod may be enough. */
  availability: "full" | "reduced";
}

const root = join(import.meta.dirname, "../../../k8s");
const folder = (name: string, path: string, availability: Overlay["availability"] = "reduced"): Overlay => ({
  name,
  path: join(root, path),
  availability,
});

/** Everything in k8s that is applied, but for the charts of the controllers. In the order of application. */
export const overlays: readonly Overlay[] = [
  folder("platform/namespaces", "platform/namespaces"),
  ...["production", "staging", "dr"].flatMap((environment) => [
    folder(`platform/configs/${environment}`, `platform/configs/${environment}`),
    folder(`${environment}/migrations`, `overlays/${environment}/migrations`),
  ]),
  folder("production", "overlays/production", "full"),
  folder("staging", "overlays/staging"),
  folder("dr", "overlays/dr"),
  folder("dr/active", "overlays/dr/active", "full"),
];

/** @throws RangeError that lists the names that there are. */
export function getOverlay(name: string): Overlay {
  const found = overlays.find((overlay) => overlay.name === name);
  if (found) return found;
  const names = overlays.map((overlay) => overlay.name).join(", ");
  throw new RangeError(`There is no overlay "${name}" in k8s. Name one of: ${names}.`);
}
