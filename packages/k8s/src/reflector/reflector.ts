import type { Logger } from "@horizon/logger";
import type { ClusterClient } from "../client/cluster-client.ts";
import type { ResourceType } from "../client/resource-type.ts";
import type { Clock } from "../kubernetes/clock.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import type { ReflectorSettings } from "./reflector-settings.ts";
import type { ReflectorStatus } from "./reflector-status.ts";
import type { Change, Retention } from "./reflector-store.ts";

interface ReflectorListener<Item> {
  /** In order. Changes of one list come together. */
  onChanges(changes: readonly Change<Item>[]): void;
  /** After each change of state, and when `synced` turns true. */
  onStatus?(status: ReflectorStatus): void;
}

export interface ReflectorOptions<Item> {
  client: ClusterClient;
  resource: ResourceType;
  /** All namespaces when left out. */
  namespace?: string;
  clock: Clock;
  logger: Logger;
  /** What to keep of an object; undefined leaves it out. Called once per object and event. */
  project(object: KubeObject): Item | undefined;
  /** Whether two items are the same to everybody who listens. Deep equality when left out. */
  isEqual?(left: Item, right: Item): boolean;
  /** Keeps the newest alone; every item is reported all the same. */
  retention?: Retention<Item>;
  /**
   * What another reflector that could read the collection knew of it: the first list is told as the difference to that.
   */
  seed?: ReadonlyMap<string, Item>;
  /** Lets go of everything when the collection can no longer be read, as if it never could be. */
  forgetsUnreadable?: boolean;
  listener: ReflectorListener<Item>;
  /** In [0, 1). */
  random?: () => number;
  settings?: Partial<ReflectorSettings>;
}

export interface Reflector<Item> {
  readonly items: ReadonlyMap<string, Item>;
  status(): ReflectorStatus;
  start(): void;
  /** Nothing is delivered, and no connection is open, from the moment that the promise resolves. */
  stop(): Promise<void>;
  /** Ends a wait between attempts: the cluster is known to be back. */
  retryNow(): void;
  /**
   * Checks that the watch is not deaf (see `probeWatch`), and that it could still be opened: one that is open goes on after the
   * right to it is gone. Ends it otherwise; resolves to false, or rejects with what the server said.
   */
  verify(): Promise<boolean>;
}
