import { join } from "node:path";
import type { ClusterName } from "./estate/cluster-estate.ts";
import { createServerCertificate } from "./kubernetes/api/server-certificate.ts";
import { writeKubeconfig } from "./kubernetes/api/write-kubeconfig.ts";
import { type ProvidersOptions, startProviders } from "./providers/start-providers.ts";
import { type ServedCluster, serveCluster } from "./serve-cluster.ts";
import { startControlServer } from "./world/control-server.ts";
import { HISTORY_MS, seedHistory } from "./world/history.ts";
import { createReplayClock } from "./world/replay-clock.ts";
import { createScenarioDirector } from "./world/scenarios.ts";
import { createWorld, type World, type WorldOptions } from "./world/world.ts";

export interface LabOptions {
  /** The kubeconfig is written here. */
  dataDir: string;
  seed: number;
  /** 0 takes any free port. */
  ports: Record<ClusterName | "control" | "providers", number>;
  /** What the backend and its providers know each other by; without it they are there and tell nobody anything. */
  providers?: Omit<ProvidersOptions, "port">;
  onControllerError?: WorldOptions["onControllerError"];
}

export interface Lab {
  world: World;
  kubeconfig: string;
  controlUrl: string;
  /** Where the stand-ins of the backend's providers are, each at `/<name>`. */
  providersUrl: string;
  clusterUrls: Record<ClusterName, string>;
  close(): Promise<void>;
}

/** Lives through the estate's history, goes live, puts API servers in front, and writes the kubeconfig. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { dataDir, seed, ports, onControllerError } = options;
  const clock = createReplayClock(Date.now() - HISTORY_MS);
  const world = createWorld({ clock, seed, ...(onControllerError ? { onControllerError } : {}) });
  seedHistory(world, clock.advance);
  clock.goLive();
  const closes: (() => Promise<void>)[] = [async () => world.stop()];
  const close = async () => {
    for (const stop of closes.splice(0).reverse()) await stop();
  };
  try {
    const tls = await createServerCertificate();
    const served = new Map<ClusterName, ServedCluster>();
    for (const cluster of Object.values(world.clusters)) {
      const { name } = cluster.estate;
      const server = await serveCluster(cluster, { clock, tls, port: ports[name] });
      closes.push(() => server.close());
      served.set(name, server);
    }
    const kubeconfig = join(dataDir, "kubeconfig");
    await writeKubeconfig(kubeconfig, kubeconfigEntries(world, served));
    const control = await startControlServer({
      world,
      director: createScenarioDirector(world),
      openWatches: (name) => served.get(name as ClusterName)?.openWatches() ?? 0,
      port: ports.control,
    });
    closes.push(() => control.close());
    const providers = await startProviders({ port: ports.providers, ...options.providers });
    closes.push(() => providers.close());
    const urls = [...served].map(([name, { url }]) => [name, url]);
    const clusterUrls = Object.fromEntries(urls) as Record<ClusterName, string>;
    return { world, kubeconfig, controlUrl: control.url, providersUrl: providers.url, clusterUrls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function kubeconfigEntries({ clusters }: World, served: ReadonlyMap<ClusterName, ServedCluster>) {
  return [...served].map(([name, { url, caPem, users }]) => ({
    name,
    url,
    caPem,
    users,
    namespace: clusters[name].estate.namespace,
  }));
}
