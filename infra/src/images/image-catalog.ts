import { serviceNames } from "@horizon/contracts/backend";

/** An image that this repository builds. Its repository in the registry is `horizon-<name>`. */
export interface ImageSource {
  name: string;
  dockerfile: string;
  /** What `--build-arg` gives. */
  buildArgs: Record<string, string>;
  /** The workspace package whose process it runs; null where none of ours runs in it. */
  workspace: string | null;
}

/** Every image, in the order in which people look for them. The matrix of the workflows and the overlays of k8s hold the same names. */
export const IMAGES: readonly ImageSource[] = [
  ...serviceNames.map((name) => ({
    name,
    dockerfile: "apps/backend/Dockerfile",
    buildArgs: { SERVICE: name },
    workspace: "@horizon/backend",
  })),
  { name: "console", dockerfile: "apps/console/Dockerfile", buildArgs: {}, workspace: "@horizon/console" },
  {
    name: "ops-server",
    dockerfile: "apps/ops-server/Dockerfile",
    buildArgs: {},
    workspace: "@horizon/ops-server",
  },
  { name: "migrator", dockerfile: "packages/db/Dockerfile", buildArgs: {}, workspace: "@horizon/db" },
  { name: "pgbouncer", dockerfile: "infra/images/pgbouncer/Dockerfile", buildArgs: {}, workspace: null },
];
