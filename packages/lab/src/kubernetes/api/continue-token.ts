import { badRequest } from "../store/status-error.ts";

/** Where the next page of a list starts, and of which version it is. */
export interface ContinueToken {
  version: number;
  afterKey: string;
}

export const encodeContinueToken = ({ version, afterKey }: ContinueToken): string =>
  Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start: afterKey })).toString("base64url");

/** 400 for anything that `encodeContinueToken` did not make. */
export function decodeContinueToken(token: string): ContinueToken {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(token, "base64url").toString());
    if (v === "meta.k8s.io/v1" && Number.isSafeInteger(rv) && typeof start === "string") {
      return { version: rv, afterKey: start };
    }
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw badRequest("continue key is not valid");
}
