import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { signInWithPassword } from "./sign-in-with-password.ts";

/** Pages as identity providers have them; they end at /signed-in with what was typed. */
const forms: Record<string, string> = {
  "/one-page": `<form method="post" action="/signed-in"><input name="username" autocomplete="username"><input type="password" name="password"><button>Sign in</button></form>`,
  "/unnamed": `<form method="post" action="/signed-in"><input type="text" name="login"><input type="password" name="password"><button>Sign in</button></form>`,
  "/two-pages": `<form method="post" action="/second"><input type="email" name="identifier"><button>Next</button></form>`,
  "/second": `<form method="post" action="/signed-in"><input type="password" name="password"><button>Sign in</button></form>`,
  "/hidden-password": `<form method="post" action="/second"><input name="login" autocomplete="username webauthn"><input type="password" name="password" style="display:none"><button>Next</button></form>`,
  "/no-form": "<p>Single sign-on is being maintained</p>",
};

let server: Server;
let origin: string;
let typed: string[] = [];
test.beforeAll(async () => {
  server = createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += String(chunk);
    if (body) typed.push(decodeURIComponent(body));
    res.setHeader("content-type", "text/html").end(forms[req.url ?? ""] ?? "<h1>Welcome</h1>");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.beforeEach(() => {
  typed = [];
});
test.afterAll(() => void server.close());

const member = { username: "tests@horizon.example", password: "correct horse" };

for (const path of ["/one-page", "/unnamed", "/two-pages", "/hidden-password"]) {
  test(`a member signs in at a provider's ${path.slice(1)} form`, async ({ page }) => {
    await page.goto(`${origin}${path}`);
    await signInWithPassword(page, member);
    await expect(page.getByRole("heading", { name: "Welcome" })).toBeVisible();
    expect(typed.join("&")).toMatch(/tests@horizon\.example.*password=correct\+horse/);
  });
}

test("where there is no form the error says so, without what would have been typed", async ({ page }) => {
  await page.goto(`${origin}/no-form`);
  const failed = await signInWithPassword(page, member, 500).catch((error: Error) => error);
  expect(String(failed)).toBe(`Error: Signing in stopped at the user name, on ${new URL(origin).host}.`);
  expect((failed as Error).cause).toBeUndefined();
  await expect(page).toHaveURL("about:blank");
});
