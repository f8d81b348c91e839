import { describe, expect, test } from "vitest";
import { parseMonitorQuery } from "./monitor-query.ts";
import type { Monitor } from "./monitor-schema.ts";

const parse = (type: Monitor["type"], query: string) => parseMonitorQuery({ type, query });
const count = (status: string) => `sum:http.server.request.count{service:api-gateway${status}}.as_count()`;

describe("what Datadog takes", () => {
  test.each([
    ["query alert", `sum(last_5m):( ${count(",status_code:5*")} / ${count("")} ) * 100 > 5`, ">", 5],
    ["query alert", "percentile(last_5m):p95:http.server.request.duration{env:production} > 2", ">", 2],
    [
      "query alert",
      "min(last_1d):min:aws.certificatemanager.days_to_expiry{*} by {certificatearn} < 14",
      "<",
      14,
    ],
    ["query alert", "max(last_15m):max:aws.rds.replica_lag{*} by {dbinstanceidentifier} <= -0.5", "<=", -0.5],
    [
      "event-v2 alert",
      'events("source:amazon_rds failover").rollup("count").by("host").last("15m") > 0',
      ">",
      0,
    ],
    ["log alert", 'logs("service:worker-service").index("*").rollup("count").last("5m") >= 3', ">=", 3],
  ] as const)("%s %s", (type, query, comparison, threshold) => {
    expect(parse(type, query)).toEqual({ comparison, threshold, last: null });
  });

  test("a service check compares nothing, and says how many answers it looks at", () => {
    const query = '"http.can_connect".over("instance:api","env:dr").by("url").last(5).count_by_status()';
    expect(parse("service check", query)).toEqual({ comparison: null, threshold: null, last: 5 });
  });
});

describe("what it refuses, or computes otherwise", () => {
  test.each([
    [
      "the error rate of the strategy",
      `${count(",status_code:5*")} / ${count("")} * 100`,
      /comparison and its number/,
    ],
    ["no window", `${count("")} > 5`, /time aggregation/],
    [
      "a method that is not in the language",
      "avg(last_5m):avg:http.duration{*}.rollup(avg, 300).percentile(0.95) > 2",
      /no \.percentile/,
    ],
    [
      "a percentile of an average",
      "percentile(last_5m):avg:http.duration{*} > 2",
      /percentile of the metric/,
    ],
    [
      "a ratio of rates",
      "sum(last_5m):sum:http.errors{*}.as_rate() / sum:http.requests{*}.as_rate() * 100 > 5",
      /\.as_count\(\) on both sides/,
    ],
    ["an open bracket", `sum(last_5m):( ${count("")} * 100 > 5`, /Close every bracket/],
    ["no scope", "avg(last_5m):avg:system.load.1 > 5", /space aggregation and scope/],
  ])("%s", (_, query, message) => {
    expect(parse("query alert", query)).toMatch(message);
  });

  test("queries of another type", () => {
    expect(parse("service check", "avg(last_5m):avg:system.load.1{*} > 5")).toMatch(/count_by_status/);
    expect(parse("log alert", "avg(last_5m):avg:system.load.1{*} > 5")).toMatch(/logs\("…"\)/);
  });
});
