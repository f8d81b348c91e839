import { createHash } from "node:crypto";

/** `registry.lab/horizon-<service>:<version>@sha256:…`: the digest follows from the name, so it is the same everywhere. */
export function imageOf(service: string, version: string): string {
  const name = `registry.lab/horizon-${service}:${version}`;
  return `${name}@sha256:${createHash("sha256").update(name).digest("hex")}`;
}
