import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Clock } from "../../world/clock.ts";
import type { ResourceRegistry } from "../store/resource-registry.ts";
import type { VersionedObjectStore } from "../store/versioned-object-store.ts";
import { answerRequest } from "./answer-request.ts";
import type { ApiContext } from "./api-request.ts";
import { type AuditEntry, createAuditLog } from "./audit-log.ts";
import type { AuthConfig } from "./auth/authenticate.ts";
import { ensureBootstrapPolicy } from "./auth/bootstrap-policy.ts";
import { createServiceAccountTokens } from "./auth/service-account-tokens.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { serveCustomResources } from "./custom-resource-definitions.ts";
import { registerApiServices } from "./discovery/api-services.ts";
import { createFaults, type Faults } from "./faults.ts";
import type { LogSource } from "./log-source.ts";
import { metricsKinds } from "./metrics/metrics-kinds.ts";
import type { UsageSource } from "./metrics/usage-source.ts";
import { createOpenWatches } from "./open-watches.ts";
import type { ServerCertificate } from "./server-certificate.ts";
import { createUpgradeAnswers, isStreamingRequest } from "./streaming/answer-upgrade.ts";

export interface ApiServerOptions {
  store: VersionedObjectStore;
  registry: ResourceRegistry;
  /** Ages, bookmarks, watch timeouts and the delay of `faults.slow` run on it. */
  clock: Clock;
  logs: LogSource;
  /** What kubelets do in pods; without it `exec` finds nobody who answers. */
  containers?: ContainerRuntime;
  auth: AuthConfig;
  tls: ServerCertificate;
  /** What pods use; without it the metrics API is not there, as in a cluster without metrics-server. */
  usage?: UsageSource;
  faults?: Faults;
  /** Between the bookmarks of a watch; a real server sends one about every minute. */
  bookmarkIntervalMs?: number;
}

export interface ApiServerStats {
  connections: number;
  openWatches: number;
  /** Requests since the start, by verb. */
  requestsByVerb: Readonly<Record<string, number>>;
}

export interface ApiServer {
  /** Listens on the loopback interface; port 0 takes a free one. */
  listen(port: number): Promise<void>;
  /** `https://127.0.0.1:<port>`, once it listens. */
  readonly url: string;
  /** The authority that clients must trust. */
  readonly caPem: string;
  close(): Promise<void>;
  stats(): ApiServerStats;
  audit(): readonly AuditEntry[];
  /**
   * A restart that lost its state: every connection drops and another store answers. Give that store a `startVersion`
   * above the old one's to make old watches 410; below it they wait for versions that come much later.
   */
  replaceStore(store: VersionedObjectStore): void;
}

/** Stands on its own feet: a store as a cluster is born with, whose CRDs are served. */
function adopt(store: VersionedObjectStore, options: ApiServerOptions): () => void {
  ensureBootstrapPolicy(store);
  registerApiServices(store, options.registry);
  return serveCustomResources(store, options.registry, options.clock.now);
}

/** The lab's Kubernetes API over HTTPS, on a store that controllers share. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { registry, clock, logs, auth, tls, faults = createFaults(), bookmarkIntervalMs = 60_000 } = options;
  const watches = createOpenWatches();
  const audit = createAuditLog();
  const sockets = new Set<Socket>();
  const requestsByVerb: Record<string, number> = {};
  let store = options.store;
  let url = "";
  const metrics = options.usage ? metricsKinds(() => store, options.usage, clock) : [];
  for (const kind of metrics) registry.register(kind);
  let release = adopt(store, options);
  const accountTokens = createServiceAccountTokens(() => store, clock);
  const context: ApiContext = {
    accountTokens,
    get store() {
      return store;
    },
    registry,
    clock,
    logs,
    containers: options.containers,
    faults,
    watches,
    bookmarkIntervalMs,
  };

  function note(entry: AuditEntry): void {
    requestsByVerb[entry.verb] = (requestsByVerb[entry.verb] ?? 0) + 1;
    audit.append(entry);
  }
  async function linger(): Promise<void> {
    const { slowMs } = faults.state();
    if (slowMs > 0) await new Promise<void>((resolve) => clock.schedule(slowMs, resolve));
  }
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await linger();
    await answerRequest(context, auth, request, response, note);
  }
  const upgrades = createUpgradeAnswers(context, auth, note);
  const server = createServer(
    {
      cert: tls.certificatePem,
      key: tls.keyPem,
      keepAliveTimeout: 120_000,
      // Anybody else who would like another protocol is answered in this one.
      shouldUpgradeCallback: isStreamingRequest,
    },
    serve,
  );
  server.on("upgrade", async (request: IncomingMessage, socket: Socket, head: Buffer) => {
    await linger();
    upgrades.answer(request, socket, head);
  });
  server.requestTimeout = 0;
  server.on("connection", (socket: Socket) => {
    if (faults.state().down) return socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    return socket;
  });
  const dropConnections = () => {
    for (const socket of [...sockets]) socket.resetAndDestroy();
  };
  const detach = faults.attach({
    dropConnections,
    expireHistory() {
      store.compact();
      watches.expireAll();
    },
    haltWatches: watches.setHalted,
  });

  return {
    async listen(port) {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    get url() {
      return url;
    },
    caPem: tls.caPem,
    async close() {
      detach();
      release();
      for (const { resource } of metrics) registry.unregister(resource);
      const closed = once(server, "close");
      server.close();
      for (const socket of [...sockets]) socket.destroy();
      await closed;
    },
    stats: () => ({ connections: sockets.size, openWatches: watches.count(), requestsByVerb }),
    audit: audit.entries,
    replaceStore(next) {
      dropConnections();
      release();
      store = next;
      release = adopt(next, options);
    },
  };
}
