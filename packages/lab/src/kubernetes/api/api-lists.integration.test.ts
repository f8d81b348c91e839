import { beforeAll, describe, expect, it } from "vitest";
import {
  configMap,
  deployment,
  deploymentsPath,
  rollout,
  rolloutsPath,
} from "../../testing/sample-objects.ts";
import { serveApi } from "../../testing/served-api.ts";

const { api, store } = await serveApi();

describe("lists", () => {
  const path = "/api/v1/namespaces/paged/configmaps";
  const names = (answer: { body: { items: { metadata: { name: string } }[] } }) =>
    answer.body.items.map(({ metadata }) => metadata.name);
  beforeAll(async () => {
    await api("POST", "/api/v1/namespaces", { body: { metadata: { name: "paged" } } });
    for (let index = 0; index < 7; index++) {
      await api("POST", path, { body: configMap(`c${index}`, { parity: index % 2 ? "odd" : "even" }) });
    }
  });

  it("pages one snapshot of one version", async () => {
    const first = await api("GET", `${path}?limit=3`);
    expect(first.body.metadata.remainingItemCount).toBe(4);
    await api("DELETE", `${path}/c6`);
    const token = first.body.metadata.continue;
    const second = await api("GET", `${path}?limit=3&continue=${token}`);
    const third = await api("GET", `${path}?limit=3&continue=${second.body.metadata.continue}`);
    expect([first, second, third].flatMap(names)).toEqual(["c0", "c1", "c2", "c3", "c4", "c5", "c6"]);
    expect(third.body.metadata).toEqual({ resourceVersion: first.body.metadata.resourceVersion });
    await api("POST", path, { body: configMap("c6") });
  });

  it("answers 410 to a token whose version is forgotten", async () => {
    const { body } = await api("GET", `${path}?limit=3`);
    store.compact();
    await api("POST", path, { body: configMap("later") });
    await api("DELETE", `${path}/later`);
    store.compact();
    const answer = await api("GET", `${path}?limit=3&continue=${body.metadata.continue}`);
    expect(answer.body).toMatchObject({ code: 410, reason: "Expired" });
  });

  it("limits what matches the selectors", async () => {
    const first = await api("GET", `${path}?labelSelector=parity%20in%20(odd)&limit=2`);
    expect(names(first)).toEqual(["c1", "c3"]);
    const rest = await api(
      "GET",
      `${path}?labelSelector=parity%20in%20(odd)&limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(names(rest)).toEqual(["c5"]);
    expect(names(await api("GET", `${path}?fieldSelector=metadata.name=c3`))).toEqual(["c3"]);
  });

  it("leaves kind and apiVersion out of built-in items and keeps them in custom ones", async () => {
    expect((await api("GET", path)).body.items[0].kind).toBeUndefined();
    await api("POST", rolloutsPath, { body: rollout("listed") });
    expect((await api("GET", rolloutsPath)).body.items[0].kind).toBe("Rollout");
  });

  it("answers 504 to a version from the future", async () => {
    const answer = await api("GET", `${path}?resourceVersion=99999999`);
    expect(answer.body).toMatchObject({ code: 504, reason: "Timeout" });
  });

  it("prints a Table", async () => {
    await api("POST", deploymentsPath, { body: deployment("tabled") });
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const { body } = await api("GET", deploymentsPath, { headers: { accept } });
    expect(body.kind).toBe("Table");
    expect(body.columnDefinitions.slice(0, 5).map(({ name }: { name: string }) => name)).toEqual([
      "Name",
      "Ready",
      "Up-to-date",
      "Available",
      "Age",
    ]);
    expect(body.rows[0].object.kind).toBe("PartialObjectMetadata");
  });
});
