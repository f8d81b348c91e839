import { describe, expect, it } from "vitest";
import { serveApi } from "../../testing/served-api.ts";

const { api, server, tokens } = await serveApi();

describe("who may do what", () => {
  const list = "/api/v1/namespaces/default/pods";

  it("answers 401 without a valid token and 403 without the right", async () => {
    expect((await api("GET", list, { token: "" })).body).toMatchObject({ code: 401, reason: "Unauthorized" });
    expect((await api("GET", list, { token: "wrong" })).code).toBe(401);
    expect((await api("GET", list, { token: tokens.stranger })).body).toMatchObject({
      code: 403,
      reason: "Forbidden",
    });
    expect((await api("GET", list, { token: tokens.viewer })).code).toBe(200);
    expect((await api("DELETE", list, { token: tokens.viewer })).code).toBe(403);
    expect((await api("GET", "/readyz", { token: "" })).body).toBe("ok");
  });

  it("acts as the impersonated user with every group, and the audit log says so", async () => {
    const headers = { "impersonate-user": "ann", "impersonate-group": ["other", "viewers"] };
    expect((await api("GET", list, { headers })).code).toBe(200);
    expect((await api("DELETE", `${list}/p`, { headers })).code).toBe(403);
    expect((await api("GET", list, { headers, token: tokens.viewer })).code).toBe(403);
    const entries = server.audit().slice(-3);
    expect(entries).toMatchObject([
      {
        user: "admin",
        impersonatedUser: "ann",
        verb: "list",
        resource: "pods",
        namespace: "default",
        code: 200,
      },
      { user: "admin", impersonatedUser: "ann", verb: "delete", resource: "pods", name: "p", code: 403 },
      { user: "vera", code: 403 },
    ]);
  });

  it("answers reviews for oneself and for others", async () => {
    const review = (spec: object, kind: string, token?: string) =>
      api("POST", `/apis/authorization.k8s.io/v1/${kind}`, { body: { spec }, token });
    const resourceAttributes = { verb: "list", resource: "pods", namespace: "default" };
    const own = await review({ resourceAttributes }, "selfsubjectaccessreviews", tokens.viewer);
    expect(own.body.status.allowed).toBe(true);
    const other = await review({ resourceAttributes, user: "x" }, "subjectaccessreviews");
    expect(other.body.status.allowed).toBe(false);
  });
});
