import { expect, test } from "vitest";
import { answerHeaders, forwardedHeaders } from "./forwarded-headers.ts";

const own = { requestId: "id-1", traceparent: "00-a-b-01", clientAddress: "203.0.113.7" };

test("a client cannot name itself, or leave hop-by-hop headers behind", () => {
  const sent = forwardedHeaders(
    {
      accept: "application/json",
      authorization: "Bearer t",
      connection: "close, x-hop",
      "x-hop": "1",
      cookie: "a=b",
      "transfer-encoding": "chunked",
      "x-forwarded-for": "10.0.0.1",
      "x-forwarded-proto": "http",
      "x-user-id": "admin",
      "x-real-ip": "10.0.0.1",
      forwarded: "for=10.0.0.1",
      "x-request-id": "mine",
      host: "api.horizon.example",
    },
    own,
  );
  expect(sent).toEqual([
    "accept",
    "application/json",
    "authorization",
    "Bearer t",
    "x-request-id",
    "id-1",
    "traceparent",
    "00-a-b-01",
    "x-forwarded-for",
    "203.0.113.7",
  ]);
});

test("an answer says nothing of the machinery", () => {
  expect(
    answerHeaders({
      "content-type": "application/json",
      server: "x",
      "x-powered-by": "y",
      "set-cookie": ["a=b"],
      etag: '"3"',
    }),
  ).toEqual({ "content-type": "application/json", etag: '"3"' });
});
