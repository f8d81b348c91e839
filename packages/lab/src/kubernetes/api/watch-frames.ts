import type { KubeObject, StoreEvent } from "../store/object-store.ts";
import { apiVersionOf, type ResourceKind } from "../store/resource-kind.ts";
import type { StatusError } from "../store/status-error.ts";
import { presentObject, serializeObject } from "./serialize-object.ts";
import { type IncludeObject, toTable } from "./table/to-table.ts";

type Selector = ((object: KubeObject) => boolean) | undefined;

/**
 * The event as a watch with this selector sees it: an object that starts to match is ADDED, one that ceases to is
 * DELETED with its last matching state. `null` when it never matched.
 */
export function selectEvent(
  event: StoreEvent,
  matches: Selector,
): Pick<StoreEvent, "type" | "object"> | null {
  if (!matches) return event;
  const isMatch = event.type !== "DELETED" && matches(event.object);
  const wasMatch = event.previous !== undefined && matches(event.previous);
  if (isMatch) return { type: wasMatch ? "MODIFIED" : "ADDED", object: event.object };
  if (!wasMatch || !event.previous) return null;
  if (event.type === "DELETED") return event;
  const metadata = { ...event.previous.metadata, resourceVersion: event.object.metadata.resourceVersion };
  return { type: "DELETED", object: { ...event.previous, metadata } };
}

/** Turns events into the lines of a watch's stream: plain objects, or rows of a Table. */
export interface FrameWriter {
  event(type: string, stored: KubeObject): string;
  bookmark(resourceVersion: string, annotations?: Record<string, string>): string;
}

export const errorFrame = (error: StatusError): string =>
  `{"type":"ERROR","object":${JSON.stringify(error.toBody())}}\n`;

export function createObjectFrames(kind: ResourceKind): FrameWriter {
  return {
    event: (type, stored) => `{"type":"${type}","object":${serializeObject(presentObject(kind, stored))}}\n`,
    bookmark(resourceVersion, annotations) {
      const metadata = { resourceVersion, creationTimestamp: null, ...(annotations ? { annotations } : {}) };
      const object = { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
      return `${JSON.stringify({ type: "BOOKMARK", object })}\n`;
    },
  };
}

export function createTableFrames(
  kind: ResourceKind,
  include: IncludeObject,
  now: () => number,
): FrameWriter {
  let withColumns = true;
  const frame = (type: string, objects: KubeObject[], resourceVersion: string) => {
    const options = { nowMs: now(), metadata: { resourceVersion }, include, withColumns };
    const object = toTable(kind, objects, options);
    withColumns = false;
    return `${JSON.stringify({ type, object })}\n`;
  };
  return {
    event: (type, stored) => frame(type, [presentObject(kind, stored)], stored.metadata.resourceVersion),
    bookmark: (resourceVersion) => frame("BOOKMARK", [], resourceVersion),
  };
}
