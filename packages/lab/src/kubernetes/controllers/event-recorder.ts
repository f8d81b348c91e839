import { createHash } from "node:crypto";
import type { Clock } from "../../world/clock.ts";
import type { KubeObject, ObjectStore } from "../store/object-store.ts";

/** core/v1 Event, as far as the lab writes it. */
export interface KubeEvent extends KubeObject {
  involvedObject: {
    apiVersion: string;
    kind: string;
    name: string;
    namespace?: string;
    uid: string;
    fieldPath?: string;
  };
  type: "Normal" | "Warning";
  reason: string;
  message: string;
  source: { component: string; host?: string };
  reportingComponent: string;
  reportingInstance: string;
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  eventTime: null;
}

export interface EventToRecord {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
  /** For a container: `spec.containers{name}`. */
  fieldPath?: string;
}

export type EventRecorder = (involvedObject: KubeObject, event: EventToRecord) => void;

/** Where events of one component go. */
export interface EventSink {
  store: ObjectStore;
  clock: Clock;
  component: string;
  host?: string;
}

/** Binds {@link recordEvent} to one component. */
export function createEventRecorder(sink: EventSink): EventRecorder {
  return (involvedObject, event) => recordEvent(sink, involvedObject, event);
}

/**
 * Writes an event about an object, or counts up the same one if it is still stored. Sameness is what client-go's
 * correlator uses: component, object, type, reason and message. The name derives from that key, so no cache is needed.
 */
export function recordEvent(sink: EventSink, involvedObject: KubeObject, event: EventToRecord): void {
  const { store, component } = sink;
  const { namespace, name, uid } = involvedObject.metadata;
  const eventNamespace = namespace ?? "default";
  const timestamp = new Date(sink.clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
  const digest = createHash("sha1")
    .update([component, uid, event.type, event.reason, event.message, event.fieldPath].join("\n"))
    .digest("hex");
  const eventName = `${name}.${digest.slice(0, 16)}`;
  const known = store.find<KubeEvent>("events", eventNamespace, eventName);
  if (known) {
    store.update<KubeEvent>("events", { ...known, count: known.count + 1, lastTimestamp: timestamp });
    return;
  }
  const { apiVersion, kind } = involvedObject;
  store.create<KubeEvent>("events", {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: eventName, namespace: eventNamespace },
    involvedObject: {
      apiVersion,
      kind,
      name,
      uid,
      ...(namespace === undefined ? {} : { namespace }),
      ...(event.fieldPath === undefined ? {} : { fieldPath: event.fieldPath }),
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    source: { component, ...(sink.host === undefined ? {} : { host: sink.host }) },
    reportingComponent: component,
    reportingInstance: sink.host ?? "",
    count: 1,
    firstTimestamp: timestamp,
    lastTimestamp: timestamp,
    eventTime: null,
  });
}
