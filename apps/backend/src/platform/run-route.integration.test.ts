import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NoteService, startNoteService } from "../testing/start-note-service.ts";

let service: NoteService;
beforeAll(async () => {
  service = await startNoteService();
});
afterAll(() => service.close());

describe("If-Match", () => {
  test.each([
    [undefined, 428],
    ['W/"1"', 412],
    ["*", 412],
    ['"abc"', 412],
  ])("%s is answered %i", async (ifMatch, status) => {
    const token = await service.tokens.staff("agent");
    const path = `/v1/notes/not_${"0".repeat(32)}`;
    const answer = await service.api("PATCH", path, {
      token,
      body: { text: "x" },
      ...(ifMatch ? { ifMatch } : {}),
    });
    expect(answer.status).toBe(status);
  });
});

describe("Idempotency-Key", () => {
  test("is required", async () => {
    const { token, path } = await service.addCustomer();
    const answer = await service.api("POST", path, { token, body: { text: "x" }, idempotencyKey: null });
    expect(answer).toMatchObject({ status: 400, body: { code: "request.idempotency_key_required" } });
  });

  test("fifty at once have one effect and, in the end, one answer", async () => {
    const { token, path } = await service.addCustomer();
    const idempotencyKey = randomUUID();
    const before = service.countEffects();
    const call = () => service.api("POST", path, { token, body: { text: "x" }, idempotencyKey });
    const answers = await Promise.all(Array.from({ length: 50 }, call));
    expect(service.countEffects()).toBe(before + 1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const last = await call();
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(new Set([...ids, last.body.id]).size).toBe(1);
    expect(last.headers).toMatchObject({ "idempotency-replayed": "true", location: "/v1/notes/1" });
  });

  test("with another body is refused; of another customer it is another wish", async () => {
    const one = await service.addCustomer();
    const two = await service.addCustomer();
    const idempotencyKey = randomUUID();
    const send = ({ token, path }: typeof one, text: string) =>
      service.api("POST", path, { token, body: { text }, idempotencyKey });
    expect((await send(one, "a")).status).toBe(201);
    expect(await send(one, "b")).toMatchObject({ status: 422, body: { code: "idempotency.mismatch" } });
    expect((await send(two, "b")).status).toBe(201);
  });

  test("a refusal is not remembered", async () => {
    const { token, path } = await service.addCustomer();
    const idempotencyKey = randomUUID();
    const refused = await service.api("POST", path, {
      token,
      body: { text: "x", refuse: true },
      idempotencyKey,
    });
    expect(refused.status).toBe(409);
    const done = await service.api("POST", path, { token, body: { text: "x" }, idempotencyKey });
    expect(done.status).toBe(201);
  });
});
