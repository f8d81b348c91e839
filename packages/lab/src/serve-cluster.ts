import { randomBytes } from "node:crypto";
import { createApiServer } from "./kubernetes/api/create-api-server.ts";
import type { ServerCertificate } from "./kubernetes/api/server-certificate.ts";
import { startNodeLeases } from "./kubernetes/runtime/node-leases.ts";
import type { Clock } from "./world/clock.ts";
import type { WorldCluster } from "./world/world.ts";

/** A cluster behind its API server. */
export interface ServedCluster {
  url: string;
  caPem: string;
  /** Who may sign in; the first is whom the context with the cluster's own name belongs to. */
  users: readonly { name: string; token: string }[];
  openWatches(): number;
  close(): Promise<void>;
}

const OPS_SERVER = {
  username: "system:serviceaccount:horizon-system:ops-server",
  groups: ["system:serviceaccounts", "system:serviceaccounts:horizon-system"],
};
const CLUSTER_ADMIN = { username: "cluster-admin", groups: ["system:masters"] };

/** Puts an API server in front of a cluster, with fresh credentials for ops-server and for a cluster administrator. */
export async function serveCluster(
  cluster: WorldCluster,
  options: { clock: Clock; port: number; tls: ServerCertificate },
): Promise<ServedCluster> {
  const { store, registry, logs, containers, metrics, nodeFaults, apiFaults } = cluster;
  const users = ["ops-server", "admin"].map((name) => ({
    name,
    token: randomBytes(24).toString("base64url"),
  }));
  const identities = [OPS_SERVER, CLUSTER_ADMIN];
  const tokens = Object.fromEntries(
    users.map(({ token }, index) => [token, identities[index] ?? OPS_SERVER]),
  );
  const { clock, tls, port } = options;
  const auth = { tokens };
  const server = createApiServer({
    store,
    registry,
    clock,
    logs,
    containers,
    usage: metrics,
    auth,
    tls,
    faults: apiFaults,
  });
  const stopLeases = startNodeLeases({ store, clock, faults: nodeFaults });
  await server.listen(port);
  return {
    url: server.url,
    caPem: server.caPem,
    users,
    openWatches: () => server.stats().openWatches,
    async close() {
      stopLeases();
      await server.close();
    },
  };
}
