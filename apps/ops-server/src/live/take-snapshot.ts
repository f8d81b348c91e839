import type { Snapshot } from "@horizon/contracts";
import type { ClusterCache } from "@horizon/k8s";
import type { OpsContext } from "../ops-context.ts";

/**
 * Rows with their place in the stream. Rows and place are read in the same turn of the event loop, so that no change
 * falls between them. A misconfigured cluster has no rows and says so in `freshness`.
 */
export function takeSnapshot<Row>(
  { estate, hub }: Pick<OpsContext, "estate" | "hub">,
  environment: string,
  read: (cache: ClusterCache) => Iterable<Row>,
): Snapshot<Row> {
  const { cluster } = estate.getEnvironment(environment);
  return {
    rows: cluster ? [...read(cluster.cache)] : [],
    position: hub.position(),
    freshness: estate.freshnessOf(environment),
  };
}
