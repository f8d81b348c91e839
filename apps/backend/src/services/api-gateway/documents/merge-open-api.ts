type Json = Record<string, unknown>;

export interface ServiceDocument {
  readonly service: string;
  readonly document: Json;
}

/** One document of all services: their paths side by side, what all share once. */
export function mergeOpenApi(documents: readonly ServiceDocument[]): Json {
  const paths: Json = {};
  const schemas: Json = {};
  let securitySchemes: Json = {};
  for (const { service, document } of documents) {
    for (const [path, item] of Object.entries((document.paths ?? {}) as Json)) {
      if (path in paths) throw new Error(`${service} documents ${path}, which another service does too.`);
      paths[path] = item;
    }
    const components = (document.components ?? {}) as { schemas?: Json; securitySchemes?: Json };
    Object.assign(schemas, components.schemas);
    securitySchemes = { ...securitySchemes, ...components.securitySchemes };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Horizon API",
      version: "1",
      description:
        "Accounts, contracts, credit reports, disputes and billing of Horizon Credit Repair. Errors are `application/problem+json` (RFC 9457).",
    },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a.localeCompare(b))),
    components: { schemas, securitySchemes },
  };
}
