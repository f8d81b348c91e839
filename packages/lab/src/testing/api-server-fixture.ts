import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiServer, createApiServer } from "../kubernetes/api/create-api-server.ts";
import { createFaults, type Faults } from "../kubernetes/api/faults.ts";
import type { LogLine, LogSource } from "../kubernetes/api/log-source.ts";
import { createServerCertificate } from "../kubernetes/api/server-certificate.ts";
import { writeKubeconfig } from "../kubernetes/api/write-kubeconfig.ts";
import { createSimulatedContainers } from "../kubernetes/runtime/container/simulated-containers.ts";
import { createNodeFaults } from "../kubernetes/runtime/node-faults.ts";
import { createObjectStore } from "../kubernetes/store/create-object-store.ts";
import { createResourceRegistry, type ResourceRegistry } from "../kubernetes/store/resource-registry.ts";
import type { VersionedObjectStore } from "../kubernetes/store/versioned-object-store.ts";
import { type Clock, createSystemClock } from "../world/clock.ts";

export interface ApiServerFixture {
  server: ApiServer;
  store: VersionedObjectStore;
  registry: ResourceRegistry;
  faults: Faults;
  clock: Clock;
  /** Contexts `test` (an administrator), `viewer@test` and `stranger@test`. */
  kubeconfig: string;
  /** The tokens behind them. */
  tokens: { admin: string; viewer: string; stranger: string };
  close(): Promise<void>;
}

const tokens = { admin: "token-admin", viewer: "token-viewer", stranger: "token-stranger" };

/** The same three lines for every container; following goes on with one that the test can wait for. */
const threeLines: LogSource = {
  async *read(reference, options): AsyncGenerator<LogLine> {
    const word = reference.previous ? "previous" : "line";
    const all = [1, 2, 3].map((number) => ({
      timeMs: Date.UTC(2026, 0, 5, 9, 0, number),
      text: `${reference.container} ${word} ${number}`,
    }));
    const since = all.filter(({ timeMs }) => timeMs >= (options.sinceMs ?? 0));
    yield* options.tailLines === undefined ? since : since.slice(-options.tailLines || since.length);
    if (options.follow) yield { timeMs: Date.UTC(2026, 0, 5, 9, 0, 4), text: "followed" };
  },
};

/** An API server with an empty cluster, a group `viewers` that may look, and a kubeconfig. */
export async function startApiServer(
  options: { clock?: Clock; logs?: LogSource; bookmarkIntervalMs?: number; startVersion?: number } = {},
): Promise<ApiServerFixture> {
  const { clock = createSystemClock(), logs = threeLines, bookmarkIntervalMs, startVersion } = options;
  const registry = createResourceRegistry();
  const store = createObjectStore({ clock, registry, startVersion });
  const faults = createFaults();
  const auth = {
    tokens: {
      [tokens.admin]: { username: "admin", groups: ["system:masters"] },
      [tokens.viewer]: { username: "vera", groups: ["viewers"] },
      [tokens.stranger]: { username: "eve" },
    },
  };
  const tls = await createServerCertificate();
  const containers = createSimulatedContainers({ store, clock, faults: createNodeFaults() });
  const server = createApiServer({
    store,
    registry,
    clock,
    logs,
    containers,
    auth,
    faults,
    tls,
    bookmarkIntervalMs,
  });
  const group = "rbac.authorization.k8s.io";
  store.create(`clusterrolebindings.${group}`, {
    apiVersion: `${group}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: "viewers" },
    roleRef: { apiGroup: group, kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: group, kind: "Group", name: "viewers" }],
  } as Parameters<typeof store.create>[1]);
  await server.listen(0);
  const folder = await mkdtemp(join(tmpdir(), "horizon-lab-"));
  const kubeconfig = join(folder, "kubeconfig");
  const users = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  await writeKubeconfig(kubeconfig, [{ name: "test", url: server.url, caPem: server.caPem, users }]);
  return {
    server,
    store,
    registry,
    faults,
    clock,
    kubeconfig,
    tokens,
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
