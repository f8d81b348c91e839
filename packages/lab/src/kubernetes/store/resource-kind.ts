import type { StructuralSchema } from "../custom-kinds/structural-schema.ts";
import type { KubeObject, ResourceName } from "./object-store.ts";

export type Subresource = "status" | "scale" | "log" | "eviction" | "token" | StreamingSubresource;

/** What is answered with streams in both directions. */
export type StreamingSubresource = "exec" | "attach" | "portforward";

/** A kind that shows the objects of another resource in its own shape. */
export interface ResourceView {
  of: ResourceName;
  toView: (object: KubeObject) => KubeObject;
  fromView: (object: KubeObject) => KubeObject;
  /** Changes although the object under it does not. */
  isLive?: boolean;
  /** Which objects have this view; all of them when it is absent. */
  includes?: (object: KubeObject) => boolean;
}

/** One kind of resource as data: what discovery, the store and the REST handlers need to know of it. */
export interface ResourceKind {
  /** `plural` for the core group, `plural.group` otherwise. */
  resource: ResourceName;
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  subresources: Subresource[];
  /** Defined by a CustomResourceDefinition: list items carry their kind, and strategic merge is not understood. */
  custom: boolean;
  /** `spec`: generation counts changes of the spec. `content`: of everything but metadata. `none`: not kept. */
  generation: "spec" | "content" | "none";
  view?: ResourceView;
  /** What can be done with it, where that is not everything. */
  verbs?: readonly string[];
  /** `openAPIV3Schema` of a custom kind: what it does not know is not stored. Without one anything is. */
  schema?: () => StructuralSchema;
  /** The status that a new object has, where the kind has a status subresource; a caller's status is dropped. */
  initialStatus?: (object: KubeObject) => unknown;
  /** Nodes register themselves together with their status. */
  keepsStatusOnCreate?: boolean;
  /** Fills in what a real API server would; idempotent, and returns its argument when nothing is missing. */
  applyDefaults?: (object: KubeObject) => KubeObject;
}

export const apiVersionOf = (kind: { group: string; version: string }): string =>
  kind.group ? `${kind.group}/${kind.version}` : kind.version;

export const hasStatus = (kind: ResourceKind): boolean => kind.subresources.includes("status");

/** The resource under which the store keeps the kind's objects. */
export const storedResourceOf = (kind: ResourceKind): ResourceName => kind.view?.of ?? kind.resource;
