import type { ServiceName } from "@horizon/contracts/backend";
import { z } from "zod";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

const problemStatuses = { user: ["401", "403", "404"], public: [], service: [] } as const;

/** The OpenAPI 3.1 document of a service's public routes. Internal ones are left out. */
export function buildOpenApi<C>(service: ServiceName, routes: readonly Route<C>[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (route.path.startsWith("/internal/")) continue;
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: operation(service, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: service, version: "1" },
    paths,
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  };
}

function operation<C>(service: ServiceName, route: Route<C>): Json {
  const { access } = route;
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    tags: route.tags ?? [service.replace(/-service$/, "")],
    security: access.kind === "public" ? [] : [{ accessToken: [] }],
    ...(access.kind === "user"
      ? {
          "x-roles": access.roles,
          ...(access.stepUp ? { "x-step-up": true } : {}),
          ...(access.scope ? { "x-scope": access.scope } : {}),
        }
      : {}),
    parameters: parameters(route),
    ...requestBody(route),
    responses: responses(route),
    ...(route.problems ? { "x-problems": route.problems } : {}),
  };
}

function parameters<C>(route: Route<C>): Json[] {
  const header = (name: string, schema: Json, description: string) => ({
    name,
    in: "header",
    required: true,
    schema,
    description,
  });
  return [
    ...members(route.params).map(([name, schema]) => ({ name, in: "path", required: true, schema })),
    ...members(route.query).map(([name, schema, required]) => ({ name, in: "query", required, schema })),
    ...(route.idempotency !== undefined
      ? [
          header(
            "Idempotency-Key",
            { type: "string", minLength: 1, maxLength: 255 },
            "One a wish; a retry sends the same.",
          ),
        ]
      : []),
    ...(route.ifMatch === "required"
      ? [header("If-Match", { type: "string", pattern: '^"\\d+"$' }, "ETag of what was read.")]
      : []),
  ];
}

function members(schema: z.ZodType): [string, Json, boolean][] {
  const { properties = {}, required = [] } = jsonSchema(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, member]) => [name, member, required.includes(name)]);
}

function requestBody<C>({ body, rawBody }: Route<C>): Json {
  if (rawBody !== undefined) {
    const content = Object.fromEntries(rawBody.contentTypes.map((type) => [type, {}]));
    return { requestBody: { required: true, content } };
  }
  if (body === null) return {};
  return {
    requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body, "input") } } },
  };
}

function responses<C>(route: Route<C>): Json {
  const successes = Object.entries(route.responses).map(([status, schema]) => [
    status,
    {
      description: "Done",
      ...(schema === null
        ? {}
        : { content: { "application/json": { schema: jsonSchema(schema, "input") } } }),
      ...(route.produces && status === "200" ? { content: { [route.produces]: {} } } : {}),
    },
  ]);
  const problem = {
    description: "A problem",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  const own = problemStatuses[route.access.kind].map((status) => [status, problem]);
  return { ...Object.fromEntries(successes), ...Object.fromEntries(own), default: problem };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  return rest;
}

const securitySchemes = {
  accessToken: { type: "http", scheme: "bearer", bearerFormat: "at+jwt" },
};

/** RFC 9457, with our members. */
const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "instance", "code", "request_id"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string" },
    code: { type: "string" },
    rule: { type: "string", description: "The rule of law that refused" },
    request_id: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "code", "detail"],
        properties: { pointer: { type: "string" }, code: { type: "string" }, detail: { type: "string" } },
      },
    },
  },
};
