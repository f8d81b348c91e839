import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createBusinessClock } from "./business-clock.ts";
import { type ProviderServer, startProviderServer } from "./provider-server.ts";

const clock = createBusinessClock();
let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer({
    port: 0,
    mounts: {
      "business-clock": clock.handle,
      echo: (req, res) => void res.end(req.url),
      broken: async () => {
        throw new Error("broken");
      },
    },
  });
});
afterAll(() => {
  clock.stop();
  return server.close();
});

const post = (body: string) => fetch(`${server.url}/business-clock/advance`, { method: "POST", body });

test("a stand-in sees its path without the mount", async () => {
  expect(await (await fetch(`${server.url}/echo/v1/letters?limit=1`)).text()).toBe("/v1/letters?limit=1");
});

test("an unknown mount says which there are; a broken one answers 500 and the server lives on", async () => {
  const unknown = await fetch(`${server.url}/toString/x`);
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain("echo");
  const silenced = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect((await fetch(`${server.url}/broken`)).status).toBe(500);
  silenced.mockRestore();
  expect((await fetch(`${server.url}/echo/`)).status).toBe(200);
});

test("the business clock moves forward when told to, and never otherwise", async () => {
  const before = clock.now();
  let rang = 0;
  clock.schedule(2 * 86_400_000, () => {
    rang += 1;
  });
  expect((await post('{"days":3}')).status).toBe(200);
  const read = (await (await fetch(`${server.url}/business-clock`)).json()) as { now: string };
  expect(Date.parse(read.now) - before).toBeGreaterThanOrEqual(3 * 86_400_000);
  expect(rang).toBe(1);
  const at = clock.now();
  for (const body of ['{"days":-1}', '{"days":1e9}', "{", "", '{"hours":1}'])
    expect((await post(body)).status).toBe(400);
  expect(clock.now() - at).toBeLessThan(60_000);
});
