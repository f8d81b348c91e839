import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Stands for Datadog, loaded before the script: it says what it was sent, and answers what it is told. */
const datadog = (answer: string) =>
  `data:text/javascript,${encodeURIComponent(
    `globalThis.fetch = async (url, { method, headers, body }) => { console.log(JSON.stringify({ url, method, headers, body: JSON.parse(body) })); ${answer} };`,
  )}`;

function record(answer: string, env: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const script = join(import.meta.dirname, "record-deployment.ts");
  const args = [
    "--import",
    datadog(answer),
    script,
    "production",
    "failure",
    "c0ffee".repeat(6),
    "https://run",
  ];
  return new Promise((done) => {
    execFile(process.execPath, args, { env: { NODE_ENV: "test", ...env } }, (error, stdout) => {
      done({ code: error ? 1 : 0, lines: stdout.split("\n").filter(Boolean) });
    });
  });
}

const accepted = "return new Response(null, { status: 202 });";

test("Datadog is sent the deployment, with the key of the environment and on its site", async () => {
  const { code, lines } = await record(accepted, { DD_API_KEY: "key", DD_SITE: "datadoghq.eu" });
  expect({ code, lines: lines.length }).toEqual({ code: 0, lines: 1 });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    url: "https://api.datadoghq.eu/api/v1/events",
    method: "POST",
    headers: { "DD-API-KEY": "key", "content-type": "application/json" },
    body: {
      title: "Horizon c0ffeec0ffee in production: failure",
      alert_type: "error",
      tags: ["env:production", `version:${"c0ffee".repeat(6)}`, "event:deployment", "outcome:failure"],
    },
  });
});

test.each([
  ["refuses it", "return new Response(null, { status: 403 });", "403"],
  ["is away", 'throw new Error("fetch failed");', "fetch failed"],
])("a Datadog that %s is a warning, and no reason to call a deployment failed", async (_, answer, why) => {
  const { code, lines } = await record(answer, { DD_API_KEY: "key" });
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe(`::warning::Datadog did not record the deployment: ${why}`);
});

test("without a key nobody is asked", async () => {
  const { code, lines } = await record(accepted, { DD_SITE: "" });
  expect(code).toBe(0);
  expect(lines).toEqual([expect.stringMatching(/^::notice::No DD_API_KEY/)]);
});
