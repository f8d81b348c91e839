import type { ClusterClient } from "../client/cluster-client.ts";
import { findKubernetesDetails } from "../client/kubernetes-error.ts";
import { readWatchEvents } from "./watch-events.ts";

/**
 * Whether the server has changes after `resourceVersion` for this collection, asked on another connection: a watch
 * of one second from the same position. resourceVersions are opaque, so comparing a list's version with ours would prove
 * nothing; an event that a second watch gets and the first does not is proof that the first is deaf.
 *
 * @throws AppError when the server cannot be reached. A position that has expired (410) proves nothing: false.
 */
export async function probeWatch(
  client: ClusterClient,
  path: string,
  resourceVersion: string,
  signal: AbortSignal,
): Promise<boolean> {
  const cut = new AbortController();
  const end = () => cut.abort();
  signal.addEventListener("abort", end, { once: true });
  let hasNews = false;
  try {
    const query = { watch: true, resourceVersion, timeoutSeconds: 1 };
    const body = await client.stream({ path, query, signal: cut.signal, timeoutMs: 3_000 });
    const deadline = setTimeout(end, 2_000);
    try {
      await readWatchEvents(body, {
        onEvent({ type }) {
          if (type === "ERROR" || type === "BOOKMARK") return;
          hasNews = true;
          cut.abort();
        },
      });
    } finally {
      clearTimeout(deadline);
    }
    return hasNews;
  } catch (error) {
    if (cut.signal.aborted || findKubernetesDetails(error)?.status === 410) return hasNews;
    throw error;
  } finally {
    signal.removeEventListener("abort", end);
  }
}
