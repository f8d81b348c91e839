import type { ServerResponse } from "node:http";
import { isAppError } from "@horizon/errors";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ScriptedApiServer,
  type ScriptedRequest,
  sendJson,
  sendStatus,
  startScriptedApiServer,
  statusBody,
} from "../testing/scripted-api-server.ts";
import { findKubernetesDetails } from "./kubernetes-error.ts";
import { sendPlannedRequest } from "./send-planned-request.ts";

describe("cluster client", () => {
  let server: ScriptedApiServer;
  const start = async (answer: (request: ScriptedRequest, response: ServerResponse) => void) => {
    server = await startScriptedApiServer(answer);
  };
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );
  afterEach(() => server.close());

  it("keeps its connections: requests in a row do not open new ones", async () => {
    await start((_request, response) => sendJson(response, 200, {}));
    for (let count = 0; count < 20; count++) await server.client.request({ path: "/version" });
    // A second one opens where a request comes before the last answer's socket was given back.
    expect(server.connectionsOpened()).toBeLessThanOrEqual(2);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer first");
  });

  it("impersonates a person with every one of their groups", async () => {
    await start((_request, response) => sendJson(response, 200, {}));
    await server.client.request({
      path: "/api",
      as: { user: "ana@example.test", groups: ["horizon:operator", "horizon:on-call"] },
    });
    const raw = server.requests[0]?.rawHeaders ?? [];
    const groups = raw.filter((_value, index) => raw[index - 1]?.toLowerCase() === "impersonate-group");
    expect(groups).toEqual(["horizon:operator", "horizon:on-call"]);
    expect(server.requests[0]?.headers["impersonate-user"]).toBe("ana@example.test");
  });

  it("sends patches with their type, dry run and field manager", async () => {
    await start((_request, response) => sendJson(response, 200, { metadata: {} }));
    const planned = {
      method: "PATCH",
      path: "/apis/apps/v1/namespaces/n/deployments/web",
      contentType: "application/merge-patch+json",
      body: { spec: { paused: null } },
      expect: null,
    } as const;
    await sendPlannedRequest(server.client, planned, { dryRun: true });
    const [request] = server.requests;
    expect(request?.headers["content-type"]).toBe("application/merge-patch+json");
    expect(request?.query.get("dryRun")).toBe("All");
    expect(request?.query.get("fieldManager")).toBe("horizon");
    expect(request?.body).toBe('{"spec":{"paused":null}}');
  });

  it.each([
    [400, "BadRequest", "UPSTREAM_REJECTED"],
    [403, "Forbidden", "FORBIDDEN"],
    [404, "NotFound", "NOT_FOUND"],
    [409, "Conflict", "STALE"],
    [409, "AlreadyExists", "CONFLICT"],
    [410, "Expired", "UPSTREAM_REJECTED"],
    [422, "Invalid", "UPSTREAM_REJECTED"],
    [429, "TooManyRequests", "RATE_LIMITED"],
    [500, "InternalError", "UPSTREAM_UNAVAILABLE"],
    [504, "Timeout", "UPSTREAM_TIMEOUT"],
  ] as const)("maps %i %s to %s", async (status, reason, code) => {
    const details = {
      retryAfterSeconds: 3,
      causes: [{ reason: "FieldValueInvalid", message: "must be positive", field: "spec.replicas" }],
    };
    await start((_request, response) =>
      sendJson(response, status, statusBody(status, reason, "spoken by the API", details)),
    );
    const error = await failure(server.client.request({ path: "/api" }));
    expect(isAppError(error, code)).toBe(true);
    expect(findKubernetesDetails(error)).toEqual({
      cluster: "test",
      status,
      reason,
      retryAfterMs: 3000,
      causes: [{ field: "spec.replicas", message: "must be positive" }],
    });
  });

  it("asks once more after a 401, then blames its own credentials", async () => {
    await start((_request, response) => sendStatus(response, 401, "Unauthorized", "raw"));
    const error = await failure(server.client.request({ path: "/api" }));
    expect(server.requests).toHaveLength(2);
    expect((error as Error).message).toBe("Cluster test does not accept Horizon's credentials.");
  });

  it("a server that does not answer is a timeout, one that is not there is unavailable", async () => {
    await start(() => {});
    // undici's timers have a resolution of about a second.
    expect(
      isAppError(await failure(server.client.request({ path: "/api", timeoutMs: 50 })), "UPSTREAM_TIMEOUT"),
    ).toBe(true);
    const { client } = server;
    await server.close();
    const error = await failure(client.request({ path: "/api" }));
    expect(isAppError(error, "UPSTREAM_UNAVAILABLE")).toBe(true);
    await start((_request, response) => sendJson(response, 200, {}));
  });

  it.each([
    [
      "a merge patch answered with 409",
      "application/merge-patch+json",
      409,
      "Conflict",
      "the object has been modified",
    ],
    [
      "a JSON Patch whose test failed",
      "application/json-patch+json",
      422,
      "Invalid",
      "testing value /metadata/resourceVersion failed: test failed",
    ],
  ] as const)("%s is a stale precondition", async (_name, contentType, status, reason, message) => {
    await start((_request, response) => sendStatus(response, status, reason, message));
    const planned = {
      method: "PATCH",
      path: "/x",
      contentType,
      body: {},
      expect: { resourceVersion: "1" },
    } as const;
    expect(isAppError(await failure(sendPlannedRequest(server.client, planned)), "STALE")).toBe(true);
  });

  it("a 422 for another reason is not called stale", async () => {
    await start((_request, response) =>
      sendStatus(response, 422, "Invalid", "spec.replicas: must be positive"),
    );
    const planned = {
      method: "PATCH",
      path: "/x",
      contentType: "application/json-patch+json",
      body: [],
      expect: { resourceVersion: "1" },
    } as const;
    expect(isAppError(await failure(sendPlannedRequest(server.client, planned)), "UPSTREAM_REJECTED")).toBe(
      true,
    );
  });
});
