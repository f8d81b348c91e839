import { findModel, type Model } from "./model-catalogue.ts";

/** Kinds whose names two groups share: the generated client puts the group in front. */
const PREFIXES: Record<string, string> = {
  "v1/Event": "Core",
  "events.k8s.io/v1/Event": "Events",
  "authentication.k8s.io/v1/TokenRequest": "Authentication",
};

/** Groups of the API server itself: those without a dot, and those that end in .k8s.io. */
const isBuiltIn = (group: string) => !group.includes(".") || group.endsWith(".k8s.io");

/** The model of a kind of the API server's own; undefined for custom kinds and for what the client does not know. */
export function findKindModel(apiVersion: string, kind: string): Model | undefined {
  const [group = "", version = group] = apiVersion.split("/");
  if (!isBuiltIn(group)) return undefined;
  const prefix = PREFIXES[`${apiVersion}/${kind}`] ?? "";
  return findModel(`${prefix}${version[0]?.toUpperCase() ?? ""}${version.slice(1)}${kind}`);
}
