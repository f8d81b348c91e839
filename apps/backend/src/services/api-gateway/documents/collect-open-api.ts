import { z } from "zod";
import { internalPath } from "../../../platform/internal-path.ts";
import type { GatewayContext } from "../context.ts";
import { mergeOpenApi, type ServiceDocument } from "./merge-open-api.ts";

const maxAgeMs = 30_000;
const anyDocument = z.record(z.string(), z.unknown());

/** The API's document, collected from the services; one that is down is shown as it was when last seen. */
export function createOpenApiSource({
  upstreams,
  services,
  logger,
}: GatewayContext): () => Promise<Record<string, unknown>> {
  const seen = new Map<string, ServiceDocument>();
  let collected: { document: Promise<Record<string, unknown>>; atMs: number } | undefined;

  async function collect(): Promise<Record<string, unknown>> {
    await Promise.all(
      (Object.keys(upstreams) as (keyof typeof upstreams)[]).map(async (service) => {
        const document = await services[service]
          .find(internalPath`/internal/openapi.json`, anyDocument)
          .catch((error: unknown) => {
            logger.warn({ err: error, service }, "a service does not tell its part of the document");
            return null;
          });
        if (document !== null) seen.set(service, { service, document });
      }),
    );
    return mergeOpenApi([...seen.values()]);
  }
  return () => {
    if (collected === undefined || performance.now() - collected.atMs > maxAgeMs) {
      const document = collect();
      collected = { document, atMs: performance.now() };
      document.catch(() => {
        collected = undefined;
      });
    }
    return collected.document;
  };
}
