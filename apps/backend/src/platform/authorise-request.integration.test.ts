import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NoteService, startNoteService } from "../testing/start-note-service.ts";

let service: NoteService;
beforeAll(async () => {
  service = await startNoteService();
});
afterAll(() => service.close());

describe("who may", () => {
  test("see another customer's things: nobody; it is as if they did not exist", async () => {
    const mine = await service.addCustomer();
    const theirs = await service.addCustomer();
    const answer = await service.api("POST", theirs.path, { token: mine.token, body: { text: "x" } });
    expect(answer).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
  });

  test("an agent, for the customers assigned to them alone", async () => {
    const { standing, path } = await service.addCustomer();
    const own = await service.tokens.staff("agent", { userId: standing.agent_user_id ?? "" });
    expect((await service.api("POST", path, { token: own, body: { text: "x" } })).status).toBe(201);
    const other = await service.tokens.staff("agent");
    expect((await service.api("POST", path, { token: other, body: { text: "x" } })).status).toBe(404);
  });

  test("a malformed id is as unknown as any other", async () => {
    const { token } = await service.addCustomer();
    const answer = await service.api("POST", "/v1/customers/42/notes", { token, body: { text: "x" } });
    expect(answer.status).toBe(404);
  });

  test("a role that is not listed: 403", async () => {
    const { path } = await service.addCustomer();
    const token = await service.tokens.staff("auditor");
    expect((await service.api("POST", path, { token, body: { text: "x" } })).status).toBe(403);
  });

  test("GLB-1 staff without a second factor: nothing", async () => {
    const token = await service.tokens.staff("agent", { steppedUp: false, claims: { acr: "1" } });
    expect(await service.api("GET", "/v1/notes", { token })).toMatchObject({
      status: 403,
      body: { rule: "GLB-1" },
    });
  });

  test("a step that needs the second factor fresh", async () => {
    const path = `/v1/notes/not_${"0".repeat(32)}`;
    const stale = await service.tokens.staff("agent", { steppedUp: false });
    const refused = await service.api("PATCH", path, { token: stale, body: { text: "x" }, ifMatch: 1 });
    expect(refused).toMatchObject({ status: 403, body: { code: "auth.step_up_required" } });
    const fresh = await service.tokens.staff("agent");
    const done = await service.api("PATCH", path, { token: fresh, body: { text: "x" }, ifMatch: 1 });
    expect(done).toMatchObject({ status: 204, etag: 2 });
  });

  test("a client with the scope, and none without", async () => {
    const withScope = await service.api("GET", "/v1/notes", {
      token: await service.tokens.client("disputes:read"),
    });
    expect(withScope).toMatchObject({ status: 200, body: { kind: "client" } });
    const without = await service.api("GET", "/v1/notes", {
      token: await service.tokens.client("other:read"),
    });
    expect(without.status).toBe(403);
  });

  test("nobody from outside reaches internal routes", async () => {
    for (const token of [
      undefined,
      await service.tokens.staff("admin"),
      await service.tokens.client("all"),
    ]) {
      const answer = await service.api("GET", "/internal/jobs", token === undefined ? {} : { token });
      expect(answer.status).toBe(401);
    }
  });

  test("when customer-service is down nothing is allowed", async () => {
    const { token, path } = await service.addCustomer();
    service.standings.setDown(true);
    const answer = await service.api("POST", path, { token, body: { text: "x" } });
    service.standings.setDown(false);
    expect(answer).toMatchObject({ status: 503, body: { code: "upstream.unavailable" } });
    expect(answer.headers["retry-after"]).toBe("1");
  });
});
