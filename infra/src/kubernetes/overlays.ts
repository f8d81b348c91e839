import { join } from "node:path";

/** A folder that kubectl can render, and what is asked of it. */
export interface Overlay {
  name: string;
  /** Absolute. */
  path: string;
  /** `full` where customers are served; `reduced` where one pod may be enough. */
  availability: "full" | "reduced";
  /** The overlay with the namespaces and rights that are there before it; null for those themselves. */
  foundation: string | null;
}

const root = join(import.meta.dirname, "../../../k8s");

function overlaysOf(environment: string): Overlay[] {
  const foundation = `platform/foundation/${environment}`;
  const reduced = { availability: "reduced", foundation } as const;
  return [
    { name: foundation, path: join(root, foundation), availability: "reduced", foundation: null },
    {
      name: `platform/configs/${environment}`,
      path: join(root, "platform/configs", environment),
      ...reduced,
    },
    {
      name: `${environment}/migrations`,
      path: join(root, "overlays", environment, "migrations"),
      ...reduced,
    },
    {
      name: environment,
      path: join(root, "overlays", environment),
      availability: environment === "production" ? "full" : "reduced",
      foundation,
    },
  ];
}

/** Everything in k8s that is applied, but for the charts of the controllers; of an environment in the order of application. */
export const overlays: readonly Overlay[] = [
  ...["production", "staging", "dr"].flatMap(overlaysOf),
  {
    name: "dr/active",
    path: join(root, "overlays/dr/active"),
    availability: "full",
    foundation: "platform/foundation/dr",
  },
];

/** @throws RangeError that lists the names that there are. */
export function getOverlay(name: string): Overlay {
  const found = overlays.find((overlay) => overlay.name === name);
  if (found) return found;
  const names = overlays.map((overlay) => overlay.name).join(", ");
  throw new RangeError(`There is no overlay "${name}" in k8s. Name one of: ${names}.`);
}
