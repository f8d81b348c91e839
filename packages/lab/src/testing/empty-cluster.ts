import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createObjects } from "../estate/estate-object.ts";
import { nodes } from "../estate/nodes.ts";
import { createServerCertificate } from "../kubernetes/api/server-certificate.ts";
import { writeKubeconfig } from "../kubernetes/api/write-kubeconfig.ts";
import type { VersionedObjectStore } from "../kubernetes/store/versioned-object-store.ts";
import { serveCluster } from "../serve-cluster.ts";
import type { Clock } from "../world/clock.ts";
import { createWorld } from "../world/world.ts";

/** The production cluster before anything was applied to it: nodes, and controllers at work. */
export interface EmptyCluster {
  store: VersionedObjectStore;
  /** Contexts `production` (ops-server's service account) and `admin@production`. */
  kubeconfig: string;
  close(): Promise<void>;
}

/** Starts it behind its API server, with time from the given clock. Errors of controllers are thrown by `close`. */
export async function startEmptyCluster(options: { clock: Clock; seed: number }): Promise<EmptyCluster> {
  const errors: unknown[] = [];
  const world = createWorld({ ...options, onControllerError: (error) => errors.push(error) });
  const cluster = world.clusters.production;
  const { name, region, namespace, nodePools } = cluster.estate;
  createObjects(cluster.store, nodes(region, nodePools));
  cluster.manager.start();
  const tls = await createServerCertificate();
  const served = await serveCluster(cluster, { clock: options.clock, port: 0, tls });
  const folder = await mkdtemp(join(tmpdir(), "horizon-lab-"));
  const kubeconfig = join(folder, "kubeconfig");
  const { url, caPem, users } = served;
  await writeKubeconfig(kubeconfig, [{ name, url, caPem, users, namespace }]);
  return {
    store: cluster.store,
    kubeconfig,
    async close() {
      world.stop();
      await served.close();
      await rm(folder, { recursive: true, force: true });
      if (errors.length > 0) throw new AggregateError(errors, "controllers failed");
    },
  };
}
