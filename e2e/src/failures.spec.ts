import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

const thrown = `new TypeError("no row for ada@example.com")`;

/** Source text, because these tests' types are Node's and not a browser's. */
const throwing = (page: Page) => page.evaluate(`setTimeout(() => { throw ${thrown}; })`);

test("what is thrown in a page is told to the console once, by its place and without the query of the address", async ({
  signedIn,
}) => {
  const page = await signedIn("viewer");
  await page.goto("/production/deployments?q=secret-search");
  const told: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/failures")) told.push(request.postData() ?? "");
  });
  const answered = page.waitForResponse("**/api/failures");
  await throwing(page);
  expect((await answered).status()).toBe(204);
  expect(JSON.parse(told[0] ?? "")).toMatchObject({
    name: "TypeError",
    path: "/production/deployments",
    stack: expect.stringContaining("TypeError"),
  });
  expect(told[0]).not.toContain("secret-search");
  await page.evaluate(`Promise.reject(new RangeError("another")) && undefined`);
  await expect.poll(() => told.length).toBe(2);
});

test("the console takes failures from its own pages of people who are signed in, and nothing else", async ({
  signedIn,
  request,
}) => {
  const page = await signedIn("viewer");
  const failure = { release: "development", name: "Error", message: "x", stack: "", path: "/" };
  const post = (data: object, site: string) =>
    page.request.post("/api/failures", { data, headers: { "sec-fetch-site": site } });
  expect((await post(failure, "same-origin")).status()).toBe(204);
  expect((await post(failure, "cross-site")).status()).toBe(403);
  expect((await post({ ...failure, cookie: "x" }, "same-origin")).status()).toBe(400);
  expect((await post({ ...failure, stack: "x".repeat(20_000) }, "same-origin")).status()).toBe(413);
  expect((await request.post("/api/failures", { data: failure })).status()).toBe(401);
});

test("what is served has no source map and names none", async ({ request }) => {
  const page = await (await request.get("/sign-in")).text();
  const scripts = [...new Set(page.match(/\/_next\/static\/[\w./~-]+\.js/g))];
  expect(scripts.length).toBeGreaterThan(3);
  for (const path of scripts) {
    expect((await request.get(`${path}.map`)).status()).toBe(404);
    expect(await (await request.get(path)).text()).not.toContain("sourceMappingURL");
  }
});
