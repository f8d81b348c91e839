import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { Agent, type Dispatcher, Pool, ProxyAgent } from "undici";
import type { Clock } from "../kubernetes/clock.ts";
import { jsonEqual } from "../kubernetes/json-equal.ts";
import { findProxy } from "./find-proxy.ts";

/** What a request needs to reach the API server as ourselves. */
export interface Connection {
  origin: string;
  /** Path prefix of the server URL, without a slash at the end. */
  basePath: string;
  headers: Record<string, string>;
  dispatcher: Dispatcher;
}

export interface Credentials {
  get(): Promise<Connection>;
  /** Forgets cached tokens and reads the kubeconfig anew. Within `minRefreshMs` of the last time it does nothing. */
  refresh(): void;
  close(): Promise<void>;
}

/** How long resolved headers and certificates are used before client-node is asked again (it re-reads files). */
const reuseMs = 30_000;
const minRefreshMs = 5_000;

interface TlsMaterial {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  rejectUnauthorized?: boolean;
  servername?: string;
  passphrase?: string;
}

/** How a server is reached. A proxy's address may hold a password. */
interface Way {
  tls: TlsMaterial;
  proxy: string | undefined;
}

/**
 * client-node resolves the credentials (certificates, tokens, exec plugins); the transport is ours, because it opens a new TLS
 * connection for every call, and knows of no proxy but the kubeconfig's. One agent lives until certificates or proxy change.
 */
export function createCredentials(loadKubeConfig: () => KubeConfig, clock: Clock): Credentials {
  let kubeConfig = allowPlainHttp(loadKubeConfig());
  let current: { connection: Connection; way: Way; resolvedAt: number } | undefined;
  let resolving: Promise<Connection> | undefined;
  let isExpired = false;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  async function resolve(): Promise<Connection> {
    const server = kubeConfig.getCurrentCluster();
    const url = new URL(server?.server ?? "");
    const options: RequestOptions = {};
    await kubeConfig.applyToHTTPSOptions(options);
    // biome-ignore lint/style/noProcessEnv: settings of every client of a cluster, not ours
    const way: Way = { tls: pickTls(options), proxy: server?.proxyUrl || findProxy(url, process.env) };
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.headers ?? {}))
      headers[name.toLowerCase()] = String(value);
    if (options.auth) headers.authorization ??= `Basic ${Buffer.from(options.auth).toString("base64")}`;
    let dispatcher = current?.connection.dispatcher;
    if (!dispatcher || !jsonEqual(asComparable(current?.way), asComparable(way))) {
      // Streams on the old agent end by themselves and reconnect on the new one.
      void dispatcher?.close();
      dispatcher = createDispatcher(way);
    }
    const connection = { origin: url.origin, basePath: url.pathname.replace(/\/$/, ""), headers, dispatcher };
    current = { connection, way, resolvedAt: clock.now() };
    isExpired = false;
    return connection;
  }

  return {
    get() {
      if (current && !isExpired && clock.now() - current.resolvedAt < reuseMs)
        return Promise.resolve(current.connection);
      // One resolution at a time: an exec plugin must not be started once for every waiting request.
      resolving ??= resolve().finally(() => {
        resolving = undefined;
      });
      return resolving;
    },
    refresh() {
      if (clock.now() - refreshedAt < minRefreshMs) return;
      refreshedAt = clock.now();
      isExpired = true;
      try {
        kubeConfig = allowPlainHttp(loadKubeConfig());
      } catch {
        // The file is being replaced, or gone: what we have may still work, and the next refresh asks again.
      }
    },
    async close() {
      await current?.connection.dispatcher.destroy();
    },
  };
}

/** client-node refuses `http:` servers (`kubectl proxy`) unless TLS checks are off, which means nothing there. */
function allowPlainHttp(loaded: KubeConfig): KubeConfig {
  if (!loaded.getCurrentCluster()?.server.startsWith("http:")) return loaded;
  loaded.clusters = loaded.getClusters().map((cluster) => ({ ...cluster, skipTLSVerify: true }));
  return loaded;
}

const connectMs = 5_000;

function createDispatcher({ tls, proxy }: Way): Dispatcher {
  const settings = {
    connectTimeout: connectMs,
    // Below the 60 s idle timeout of load balancers, which drop a connection without a word.
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 55_000,
  };
  const keepAlive = { keepAlive: true, keepAliveInitialDelay: 15_000 };
  if (proxy === undefined) return new Agent({ ...settings, connect: { ...tls, ...keepAlive } });
  return new ProxyAgent({
    ...settings,
    uri: proxy,
    requestTls: { ...tls },
    proxyTls: keepAlive,
    // A proxy that takes the connection and then says nothing is no way to the server either.
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: connectMs }),
  });
}

function pickTls(options: RequestOptions): TlsMaterial {
  const { ca, cert, key, rejectUnauthorized, servername, passphrase } = options;
  const tls: TlsMaterial = {};
  if (ca !== undefined) tls.ca = ca as string | Buffer;
  if (cert !== undefined) tls.cert = cert as string | Buffer;
  if (key !== undefined) tls.key = key as string | Buffer;
  if (rejectUnauthorized !== undefined) tls.rejectUnauthorized = rejectUnauthorized;
  if (servername !== undefined) tls.servername = servername;
  if (passphrase !== undefined) tls.passphrase = passphrase;
  return tls;
}

const asComparable = (way: Way | undefined) =>
  way &&
  Object.fromEntries(
    Object.entries({ ...way.tls, proxy: way.proxy }).map(([key, value]) => [key, String(value)]),
  );
