import { setImmediate } from "node:timers/promises";
import type { ClusterClient } from "../client/cluster-client.ts";
import { findKubernetesDetails } from "../client/kubernetes-error.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";

interface ListBody {
  metadata?: { resourceVersion?: string; continue?: string };
  items?: KubeObject[];
}

/** Restarts of one list because its `continue` token expired, before the failure is reported. */
const maxRestarts = 3;

interface ListedPages<Item> {
  items: Map<string, Item>;
  resourceVersion: string;
  /** How often the list began anew because a `continue` token had expired. */
  restarts: number;
}

/**
 * A whole list in pages, projected page by page so that the raw objects of one page at a time are in memory, with a
 * turn of the event loop between pages. An expired `continue` token begins the list anew.
 */
export async function listPages<Item>(
  client: ClusterClient,
  path: string,
  options: { pageSize: number; signal: AbortSignal; project(object: KubeObject): Item | undefined },
): Promise<ListedPages<Item>> {
  for (let restarts = 0; ; restarts++) {
    try {
      return { ...(await listOnce(client, path, options)), restarts };
    } catch (error) {
      if (findKubernetesDetails(error)?.status !== 410 || restarts >= maxRestarts) throw error;
    }
  }
}

async function listOnce<Item>(
  client: ClusterClient,
  path: string,
  {
    pageSize,
    signal,
    project,
  }: { pageSize: number; signal: AbortSignal; project(object: KubeObject): Item | undefined },
): Promise<{ items: Map<string, Item>; resourceVersion: string }> {
  const items = new Map<string, Item>();
  let continueToken: string | undefined;
  for (;;) {
    const query = { limit: pageSize, continue: continueToken };
    const body: ListBody = await client.request<ListBody>({ path, query, signal, timeoutMs: 30_000 });
    for (const object of body.items ?? []) {
      const item = project(object);
      if (item !== undefined) items.set(object.metadata.uid, item);
    }
    continueToken = body.metadata?.continue || undefined;
    if (!continueToken) return { items, resourceVersion: body.metadata?.resourceVersion ?? "" };
    await setImmediate();
  }
}
