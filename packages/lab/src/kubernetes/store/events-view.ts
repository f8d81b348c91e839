import type { KubeObject } from "./object-store.ts";
import { isJsonObject, type JsonObject } from "./read-path.ts";
import type { ResourceView } from "./resource-kind.ts";

/** How events.k8s.io/v1 names the fields of a core v1 Event. */
const FIELDS: [view: string, core: string][] = [
  ["regarding", "involvedObject"],
  ["note", "message"],
  ["reportingController", "reportingComponent"],
  ["deprecatedSource", "source"],
  ["deprecatedFirstTimestamp", "firstTimestamp"],
  ["deprecatedLastTimestamp", "lastTimestamp"],
  ["deprecatedCount", "count"],
];

function rename(object: KubeObject, names: [from: string, to: string][], apiVersion: string): KubeObject {
  const renamed: JsonObject = {};
  const byName = new Map(names);
  for (const [key, value] of Object.entries(object)) renamed[byName.get(key) ?? key] = value;
  return { ...renamed, apiVersion, kind: "Event", metadata: object.metadata };
}

/** events.k8s.io/v1 over the events of the core group. */
export const EVENTS_VIEW: ResourceView = {
  of: "events",
  toView: (event) => {
    const toViewNames = FIELDS.map(([view, core]): [string, string] => [core, view]);
    return rename(event, toViewNames, "events.k8s.io/v1");
  },
  fromView(event) {
    const core = rename(event, FIELDS, "v1") as KubeObject & JsonObject;
    return isJsonObject(core.source)
      ? core
      : { ...core, source: { component: core.reportingComponent ?? "" } };
  },
};
