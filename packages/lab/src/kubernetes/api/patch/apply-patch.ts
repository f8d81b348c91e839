import jsonPatch, { type Operation } from "fast-json-patch";
import { parse as parseYaml } from "yaml";
import { isJsonObject } from "../../store/read-path.ts";
import { badRequest, StatusError } from "../../store/status-error.ts";
import { mergePatch } from "./merge-patch.ts";
import { strategicMergePatch } from "./strategic-merge-patch.ts";

export type PatchType = "json" | "merge" | "strategic" | "apply";

const TYPES: Record<string, PatchType> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};

/** The patch type of a Content-Type; 415 where the kind does not understand it. */
export function patchTypeOf(contentType: string | undefined, isCustom: boolean): PatchType {
  const type = TYPES[(contentType ?? "").split(";")[0]?.trim() ?? ""];
  if (type && !(isCustom && type === "strategic")) return type;
  const accepted = Object.keys(TYPES).filter((name) => !(isCustom && TYPES[name] === "strategic"));
  throw new StatusError(
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );
}

function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw badRequest(
      "error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch",
    );
  }
  try {
    return jsonPatch.applyPatch(structuredClone(target), patch as Operation[], true).newDocument;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : "the patch does not fit";
    // A failed test, a missing path and a malformed operation are all the same 422 to a real server.
    throw new StatusError(
      "Invalid",
      `the server rejected our request due to an error in our request: ${why}`,
    );
  }
}

/** The patch as data: JSON, or YAML for server-side apply. Malformed: 400. */
export function parsePatch(text: string, type: PatchType): unknown {
  try {
    return type === "apply" ? parseYaml(text) : JSON.parse(text);
  } catch (cause) {
    throw Object.assign(badRequest("error decoding patch: the body is malformed"), { cause });
  }
}

/** What the patch makes of `target`. */
export function applyPatch(target: unknown, patch: unknown, type: Exclude<PatchType, "apply">): unknown {
  if (type === "json") return applyJsonPatch(target, patch);
  if (!isJsonObject(patch)) throw badRequest("error decoding patch: the body is not an object");
  return type === "merge" ? mergePatch(target, patch) : strategicMergePatch(target, patch);
}
