import type { ClusterClient } from "../client/cluster-client.ts";
import { findKubernetesDetails } from "../client/kubernetes-error.ts";
import type { Clock } from "../kubernetes/clock.ts";
import { readWatchEvents } from "./watch-events.ts";

/**
 * `news`: there are changes after the position. `quiet`: there are none. `silent`: the server took the watch and then
 * neither sent anything nor ended it, so its watches work for nobody.
 */
type ProbeOutcome = "news" | "quiet" | "silent";

/** What a watch of one second may take from its headers to its end. */
const deadlineMs = 2_000;

/**
 * Asks on another connection whether the server has changes after `resourceVersion`: a watch of one second from
 * the same position. resourceVersions are opaque, so comparing a list's version with ours would prove nothing; an event that a second
 * watch gets and the first does not is proof that the first is deaf.
 *
 * @throws AppError when the server cannot be reached. A position that has expired (410) proves nothing: `quiet`.
 */
export async function probeWatch(
  client: ClusterClient,
  path: string,
  resourceVersion: string,
  signal: AbortSignal,
  clock: Clock,
): Promise<ProbeOutcome> {
  const cut = new AbortController();
  const end = () => cut.abort();
  signal.addEventListener("abort", end, { once: true });
  let outcome: ProbeOutcome = "quiet";
  let cancelDeadline = () => {};
  try {
    const query = { watch: true, resourceVersion, timeoutSeconds: 1 };
    const body = await client.stream({ path, query, signal: cut.signal, timeoutMs: 3_000 });
    cancelDeadline = clock.schedule(deadlineMs, () => {
      outcome = "silent";
      end();
    });
    await readWatchEvents(body, {
      onEvent({ type }) {
        if (type === "ERROR" || type === "BOOKMARK") return;
        outcome = "news";
        end();
      },
    });
    return outcome;
  } catch (error) {
    if (signal.aborted) return "quiet";
    if (cut.signal.aborted || findKubernetesDetails(error)?.status === 410) return outcome;
    throw error;
  } finally {
    cancelDeadline();
    signal.removeEventListener("abort", end);
  }
}
