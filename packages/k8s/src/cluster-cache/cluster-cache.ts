import type { ClusterStatus, EventRow, Freshness } from "@horizon/contracts";
import type { Logger } from "@horizon/logger";
import type { ChangeDraft } from "../changes/change-draft.ts";
import type { ClusterClient } from "../client/cluster-client.ts";
import type { EnvironmentEntry } from "../config/cluster-config.ts";
import type { Clock } from "../kubernetes/clock.ts";
import type { ReflectorSettings } from "../reflector/reflector-settings.ts";
import type { ReflectorStatus } from "../reflector/reflector-status.ts";
import type { ClusterIndex } from "./cluster-index.ts";
import type { ClusterRows, RowChange } from "./cluster-rows.ts";

export interface ClusterCacheOptions {
  cluster: { name: string; region: string };
  /** Those of this cluster. Nothing outside their namespaces is kept. */
  environments: readonly EnvironmentEntry[];
  client: ClusterClient;
  clock: Clock;
  logger: Logger;
  reflector?: Partial<ReflectorSettings>;
  /** Between two probes of the API server. A dead or deaf connection is noticed within twice this. */
  probeIntervalMs?: number;
  /** The newest that are kept in memory. */
  maxEvents?: number;
  random?: () => number;
}

export interface ClusterCacheListener {
  /** Rows that changed, in order; several changes of one row within a turn of the event loop come as one. */
  onRows?(changes: readonly RowChange[]): void;
  /** For the change feed, as they are seen. Nothing is reported about what was there at the first list. */
  onChanges?(drafts: readonly ChangeDraft[]): void;
  /** State or reason changed, of the cluster or of one of its environments; `asOf` alone does not count. */
  onFreshness?(): void;
}

export interface ClusterCache {
  readonly cluster: { name: string; region: string };
  readonly environments: readonly EnvironmentEntry[];
  /** Objects and joins, for guards and detail pages. */
  readonly index: ClusterIndex;
  /** Rows as last published. */
  readonly rows: Pick<ClusterRows, "table">;
  /** The newest events, in no order. Each was reported as a row when it came, those that are no longer kept too. */
  listEvents(): EventRow[];
  start(): void;
  stop(): Promise<void>;
  /** Returns a function that ends the subscription. */
  subscribe(listener: ClusterCacheListener): () => void;
  /** Of the whole cluster; of one of its environments it is what its own namespaces say. */
  freshness(environment?: string): Freshness;
  /** For Settings and diagnostics; `problems` of the configuration are the caller's to add. */
  status(): Omit<ClusterStatus, "problems">;
  reflectors(): ReflectorStatus[];
}
