import { KubeConfig } from "@kubernetes/client-node";
import { createApiServer } from "../../../lab/src/kubernetes/api/create-api-server.ts";
import { createFaults, type Faults } from "../../../lab/src/kubernetes/api/faults.ts";
import type { LogSource } from "../../../lab/src/kubernetes/api/log-source.ts";
import { createServerCertificate } from "../../../lab/src/kubernetes/api/server-certificate.ts";
import { createObjectStore } from "../../../lab/src/kubernetes/store/create-object-store.ts";
import { createResourceRegistry } from "../../../lab/src/kubernetes/store/resource-registry.ts";
import { createSystemClock } from "../../../lab/src/world/clock.ts";
import type { CachedKind } from "../cluster-cache/cluster-tables.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";

type Store = ReturnType<typeof createObjectStore>;

export interface LabCluster {
  faults: Faults;
  store(): Store;
  loadKubeConfig(): KubeConfig;
  openWatches(): number;
  audit: ReturnType<typeof createApiServer>["audit"];
  /** Restarts with an empty store that counts versions from `startVersion`. */
  loseState(startVersion: number): void;
  put(kind: CachedKind, object: KubeObject): void;
  close(): Promise<void>;
}

const resourceNames: Partial<Record<CachedKind, string>> = {
  deployments: "deployments.apps",
  replicasets: "replicasets.apps",
  rollouts: "rollouts.argoproj.io",
};

/** The lab's API server over HTTPS, without controllers: objects change only when the test changes them. */
export async function startLabCluster(options: { bookmarkIntervalMs?: number } = {}): Promise<LabCluster> {
  const clock = createSystemClock();
  const registry = createResourceRegistry();
  const newStore = (startVersion: number) => createObjectStore({ clock, registry, startVersion });
  let store = newStore(50_000);
  const faults = createFaults();
  const logs: LogSource = { async *read() {} };
  const server = createApiServer({
    store,
    registry,
    clock,
    logs,
    faults,
    tls: await createServerCertificate(),
    auth: { tokens: { "lab-token": { username: "ops", groups: ["system:masters"] } } },
    ...options,
  });
  await server.listen(0);
  return {
    faults,
    store: () => store,
    loadKubeConfig() {
      const kubeConfig = new KubeConfig();
      const caData = Buffer.from(server.caPem).toString("base64");
      kubeConfig.loadFromClusterAndUser(
        { name: "lab", server: server.url, caData, skipTLSVerify: false },
        { name: "ops", token: "lab-token" },
      );
      return kubeConfig;
    },
    openWatches: () => server.stats().openWatches,
    audit: server.audit,
    loseState(startVersion) {
      store = newStore(startVersion);
      server.replaceStore(store);
    },
    put(kind, object) {
      const resource = resourceNames[kind] ?? kind;
      const { resourceVersion: _version, ...metadata } = object.metadata;
      const exists = store.find(resource, metadata.namespace ?? null, metadata.name);
      const given = structuredClone({ ...object, metadata }) as Parameters<Store["create"]>[1];
      if (!exists) store.create(resource, given);
      else
        store.update(resource, {
          ...exists,
          ...given,
          metadata: { ...exists.metadata, ...metadata, uid: exists.metadata.uid },
        });
    },
    close: () => server.close(),
  };
}
