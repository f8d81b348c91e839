import { type ApiServerFixture, createObjectStore, startApiServer } from "@horizon/lab/testing";
import { KubeConfig } from "@kubernetes/client-node";
import type { CachedKind } from "../cluster-cache/cluster-tables.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";

type Store = ApiServerFixture["store"];

export interface LabCluster {
  faults: ApiServerFixture["faults"];
  loadKubeConfig(): KubeConfig;
  openWatches(): number;
  audit: ApiServerFixture["server"]["audit"];
  /** Restarts with an empty store that counts versions from `startVersion`; it counted from 50,000 before. */
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
  const fixture = await startApiServer({ ...options, startVersion: 50_000 });
  const { server, faults, clock, registry } = fixture;
  let store = fixture.store;
  return {
    faults,
    loadKubeConfig() {
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromFile(fixture.kubeconfig);
      return kubeConfig;
    },
    openWatches: () => server.stats().openWatches,
    audit: server.audit,
    loseState(startVersion) {
      store = createObjectStore({ clock, registry, startVersion });
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
    close: () => fixture.close(),
  };
}
