import { StatusError } from "../store/status-error.ts";
import { type FieldSet, pathsOf } from "./field-set.ts";
import type { Ownership } from "./managers.ts";
import { showPath } from "./path-element.ts";

function nameOf({ manager, apiVersion }: Ownership): string {
  const subresource = manager.subresource ? ` with subresource ${JSON.stringify(manager.subresource)}` : "";
  const version = manager.operation === "Update" ? ` using ${apiVersion}` : "";
  return `${JSON.stringify(manager.name)}${subresource}${version}`;
}

/** 409 with one cause a field that somebody else owns and the manifest would change. */
export function applyConflict(conflicts: readonly { owner: Ownership; fields: FieldSet }[]): StatusError {
  const causes = conflicts.flatMap(({ owner, fields }) =>
    pathsOf(fields).map((path) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${nameOf(owner)}`,
      field: showPath(path),
    })),
  );
  const [only] = causes;
  const list = conflicts.map(
    ({ owner, fields }) =>
      `conflicts with ${nameOf(owner)}:\n${pathsOf(fields)
        .map((path) => `- ${showPath(path)}`)
        .join("\n")}`,
  );
  const message =
    only && causes.length === 1
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${list.join("\n")}`;
  return new StatusError("Conflict", message, { causes });
}
