import type { WorkloadRef } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { filterLogLines, type LogFilter } from "./log-filter.ts";
import { fieldsText, parseJsonLog, tellingText } from "./log-json.ts";
import { linkedLineStart, logStreamUrl } from "./log-stream-url.ts";
import { logFileName, logFileText } from "./log-text.ts";
import { logLineOf } from "./testing/log-line-of.ts";

const lines = [
  logLineOf("2026-11-24T10:00:01Z", { level: "debug", text: "cache miss" }),
  logLineOf("2026-11-24T10:00:02Z", { level: "error", text: "Timeout calling credit" }),
  logLineOf("2026-11-24T10:00:03Z", { level: "unknown", text: "panic: at the disco", pod: "api-2" }),
];

describe("filterLogLines", () => {
  test.each<[string, LogFilter, number[]]>([
    ["nothing", { minLevel: null, text: "" }, [0, 1, 2]],
    ["a level keeps what is worse, and what has no known level", { minLevel: "warn", text: "" }, [1, 2]],
    ["text in any case", { minLevel: null, text: "timeout" }, [1]],
    ["a pod's name", { minLevel: null, text: "api-2" }, [2]],
    ["both have to pass", { minLevel: "error", text: "cache" }, []],
  ])("%s", (_case, filter, expected) => {
    expect(filterLogLines(lines, filter)).toEqual(expected.map((index) => lines[index]));
  });

  test("gives back the same list when nothing is filtered", () => {
    expect(filterLogLines(lines, { minLevel: null, text: " " })).toBe(lines);
  });
});

describe("parseJsonLog", () => {
  test("finds the message and spreads nested fields", () => {
    expect(parseJsonLog('{"level":30,"msg":"served","http":{"status":200,"path":"/x"},"tags":[]}')).toEqual({
      message: "served",
      fields: [
        ["http.status", "200"],
        ["http.path", "/x"],
        ["tags", "[]"],
      ],
    });
  });
  test.each(["plain text", "{broken", "{not json}", "[1,2]", "42", ""])("%j is not structured", (text) => {
    expect(parseJsonLog(text)).toBeNull();
  });
  test("a line of thousands of fields is cut", () => {
    const wide = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`f${index}`, index]));
    expect(parseJsonLog(JSON.stringify(wide))?.fields).toHaveLength(100);
  });
});

describe("logStreamUrl", () => {
  const workload: WorkloadRef = { environment: "staging", kind: "Deployment", namespace: "ns", name: "api" };
  const source = { workload, pod: null, container: null, sidecars: false, previous: false };

  test("asks for the last lines and follows", () => {
    expect(logStreamUrl(source, { sinceTime: null, tailLines: 200 })).toBe(
      "/api/stream/logs?environment=staging&kind=Deployment&namespace=ns&name=api&tailLines=200",
    );
  });

  test("previous logs are over and are not followed", () => {
    const url = new URL(
      logStreamUrl({ ...source, previous: true, pod: "api-1" }, { sinceTime: null, tailLines: 9 }),
      "http://x",
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      previous: "true",
      follow: "false",
      pod: "api-1",
    });
  });

  test("a link to a line loads from shortly before it", () => {
    expect(linkedLineStart("api-1/api@2026-11-24T10:00:10.123456789Z#2")).toBe("2026-11-24T10:00:05.123Z");
    expect(linkedLineStart("summary")).toBeNull();
  });
});

describe("a downloaded file", () => {
  test("has the whole time, the pod and the text of each line", () => {
    expect(logFileText(lines.slice(0, 1))).toBe("2026-11-24T10:00:01Z api-1/api cache miss\n");
  });
  test("is named after the workload and the moment", () => {
    expect(logFileName("api", new Date("2026-11-24T10:00:01.500Z"))).toBe("logs-api-20261124T100001Z.txt");
  });
});

test("the fields of a line stand in one line, what is the same everywhere last", () => {
  const line = parseJsonLog(
    '{"service":"web","version":"1.0.0","message":"served","route":"GET /x","status":200,"traceId":"ab","http":{"hostname":"a"}}',
  );
  expect(fieldsText(line?.fields ?? [])).toBe(
    "route=GET /x  status=200  http.hostname=a  service=web  version=1.0.0  traceId=ab",
  );
  expect(tellingText(line?.fields ?? [])).toBe("route=GET /x  status=200  http.hostname=a");
});
