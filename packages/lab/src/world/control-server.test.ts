import { afterEach, expect, test } from "vitest";
import { createSystemClock } from "./clock.ts";
import { type ControlServer, startControlServer } from "./control-server.ts";
import { createScenarioDirector } from "./scenarios.ts";
import { createWorld } from "./world.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function control() {
  const world = createWorld({ clock: createSystemClock(), seed: 7 });
  world.boot();
  const director = createScenarioDirector(world);
  const server: ControlServer = await startControlServer({ world, director, openWatches: () => 3, port: 0 });
  open.push(async () => {
    await server.close();
    world.stop();
  });
  const ask = async (method: string, path: string, body?: string) => {
    const response = await fetch(server.url + path, { method, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { world, ask };
}

test("scenarios are listed, started by name, and unknown ones are 404 with the names there are", async () => {
  const { ask } = await control();
  const { body } = await ask("GET", "/scenarios");
  expect(body.scenarios).toContainEqual({ name: "calm", summary: expect.any(String), active: true });
  expect((await ask("POST", "/scenarios/node-lost")).body.message).toMatch(/^Node ip-10-0-/);
  expect(await ask("POST", "/scenarios/calm")).toMatchObject({
    status: 200,
    body: { message: "Taken back: node-lost." },
  });
  const unknown = await ask("POST", "/scenarios/earthquake");
  expect(unknown.status).toBe(404);
  expect(unknown.body.message).toContain("good-canary");
});

test("a load is answered when its pods are ready, and shows in the figures", async () => {
  const { ask, world } = await control();
  const { body } = await ask("POST", "/load", JSON.stringify({ pods: 20, changesPerSecond: 0 }));
  expect(body.message).toBe("20 of 20 pods are ready.");
  expect(world.clusters.production.store.list("pods", { namespace: "horizon-load" })).toHaveLength(20);
  expect((await ask("GET", "/stats")).body).toMatchObject({ clusters: { production: { openWatches: 3 } } });
});

test("faults and controllers of a cluster are switched", async () => {
  const { ask, world } = await control();
  const { body } = await ask("POST", "/clusters/dr/faults", JSON.stringify({ slowMs: 50, forbid: "nodes" }));
  expect(body.faults).toMatchObject({ slowMs: 50, forbidden: "nodes" });
  await ask("POST", "/clusters/production/controllers", JSON.stringify({ name: "rollout", running: false }));
  expect(world.clusters.production.manager.isRunning("rollout")).toBe(false);
  expect(world.clusters.dr.manager.isRunning("rollout")).toBe(true);
});

test.each([
  ["POST", "/load", '{"pods":-1}', 400],
  ["POST", "/load", "{", 400],
  ["POST", "/clusters/dr/faults", '{"fire":true}', 400],
  ["POST", "/clusters/moon/faults", "{}", 404],
  ["DELETE", "/scenarios", undefined, 404],
])("%s %s with %s is %i", async (method, path, body, status) => {
  const { ask } = await control();
  expect(await ask(method, path, body)).toMatchObject({ status, body: { message: expect.any(String) } });
});
