import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";
import { pages } from "./pages.ts";

// Source text, because these tests' types are Node's and not a browser's.
const cutElements = `[...document.querySelectorAll("body *")].filter((element) => {
  const { textOverflow, webkitLineClamp } = getComputedStyle(element);
  const isTooWide = element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
  const isTooLong = element.scrollHeight > element.clientHeight + 1;
  return (textOverflow === "ellipsis" && isTooWide) || (webkitLineClamp !== "none" && isTooLong);
})`;
/** The texts of the page that are cut at the end of their box, or of its last line. */
const cutTexts = `${cutElements}.map((element) => element.textContent)`;
/** Without those of rows in trouble: a fault may have more to say than a line has room for. */
const cutTextsInCalm = `${cutElements}
  .filter((element) => !/Degraded|Failed/.test(element.closest("[role=row]")?.textContent ?? ""))
  .map((element) => element.textContent)`;
/** What can have the focus in a row, of whose ring a box around it would cut a part. */
const cutRings = `[...document.querySelectorAll("[role=cell] a:not([hidden]), [role=cell] button")].filter((element) => {
  element.focus({ focusVisible: true });
  const { outlineWidth, outlineOffset } = getComputedStyle(element);
  const reach = parseFloat(outlineWidth) + parseFloat(outlineOffset);
  const ring = element.getBoundingClientRect();
  for (let box = element.parentElement; box && box.getAttribute("role") !== "row"; box = box.parentElement) {
    const style = getComputedStyle(box);
    if (style.overflow === "visible" && !/strict|content|paint/.test(style.contain)) continue;
    if (style.display === "inline") continue;
    const clip = box.getBoundingClientRect();
    if (ring.left - reach < clip.left - 0.5 || ring.right + reach > clip.right + 0.5) return true;
    if (ring.top - reach < clip.top - 0.5 || ring.bottom + reach > clip.bottom + 0.5) return true;
  }
  return reach <= 0;
}).map((element) => element.textContent)`;

/** Has the rows that pause say another reason for it. */
const sayInPaused = (reason: string) => `[...document.querySelectorAll("[role=cell] span")]
  .filter(({ textContent }) => textContent === "at a canary step")
  .forEach((element) => { element.textContent = ${JSON.stringify(reason)}; })`;

async function open(page: Page, path: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy]")).toHaveCount(0);
}

for (const width of [320, 390]) {
  test(`nothing is cut at ${width} px, and no page scrolls sideways`, async ({ signedIn }) => {
    test.setTimeout(300_000);
    const page = await signedIn("admin");
    const found: string[] = [];
    for (const path of pages) {
      await open(page, path, width);
      for (const text of await page.evaluate<string[]>(cutTexts)) found.push(`${path}: ${text}`);
      const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      if (overflow > 0) found.push(`${path}: ${overflow} px too wide`);
    }
    expect(found).toEqual([]);
  });
}

test("at 1280 px every column of the lists shows the whole of what it shows in calm", async ({
  signedIn,
}) => {
  const page = await signedIn("viewer");
  const paths = [
    "",
    "deployments",
    "rollouts",
    "settings",
    "deployments/Rollout/horizon-production/api-gateway?tab=pods",
  ];
  for (const path of paths) {
    await open(page, `/production/${path}`, 1280);
    await expect(page.getByRole("row").nth(1)).toBeVisible();
    expect(await page.evaluate<string[]>(cutTextsInCalm)).toEqual([]);
  }
});

test("a cause that is longer than its line is read on a second one, in a row of the same height", async ({
  signedIn,
}) => {
  const page = await signedIn("viewer");
  const cause = "aborted: p95-latency was inconclusive 2 times";
  for (const width of [1280, 1440]) {
    await open(page, "/production/deployments?live=paused", width);
    const row = page.getByRole("row").filter({ hasText: "dispute-service" });
    await expect(async () => {
      await page.evaluate(sayInPaused(cause));
      await expect(row.getByText(cause)).toBeInViewport({ ratio: 1, timeout: 1_000 });
      expect(await page.evaluate<string[]>(cutTexts)).toEqual([]);
      expect((await row.boundingBox())?.height).toBe(32);
    }).toPass({ timeout: 30_000 });
  }
});

test("of tabs that are wider than the screen the chosen one is in view", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await open(page, "/production/settings?tab=keyboard", 320);
  await expect(page.getByRole("tab", { name: "Keyboard" })).toBeInViewport({ ratio: 0.95 });
  await page.getByRole("tab", { name: "Keyboard" }).press("Home");
  await expect(page.getByRole("tab", { name: "Members" })).toBeInViewport({ ratio: 0.95 });
});

const lists = {
  "/production/deployments": /^Logs/,
  "/production/deployments/Deployment/horizon-production/worker-service?tab=pods": /^Delete pod/,
  "/production/settings": /^Change role/,
};

test("what a row offers is seen and reached on cards and lines alike, and no focus ring is cut", async ({
  signedIn,
}) => {
  const page = await signedIn("admin");
  for (const width of [320, 390, 768, 1280]) {
    for (const [path, action] of Object.entries(lists)) {
      await open(page, path, width);
      const row = page.getByRole("row").nth(1);
      const offered = row.getByRole("button", { name: action }).or(row.getByRole("link", { name: action }));
      await offered.focus();
      await expect(offered).toHaveCSS("opacity", "1");
      await expect(offered).toBeInViewport({ ratio: 1 });
      await expect(row.getByText("Actions", { exact: true })).toHaveCount(0);
      expect(await page.evaluate<string[]>(cutRings)).toEqual([]);
    }
  }
});

test("an environment that does not exist says so in the page's heading and leads to those that do", async ({
  signedIn,
}) => {
  const page = await signedIn("viewer");
  await page.goto("/nowhere/rollouts");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no environment “nowhere”");
  await page.getByRole("main").getByRole("link", { name: "Staging" }).click();
  await expect(page).toHaveURL(/\/staging\/rollouts/);
});

/** What reaches over the frame of the dialog. */
const beyondDialog = `[...document.querySelectorAll("[role=dialog] *")]
  .filter((element) => element.getBoundingClientRect().right
    > element.closest("[role=dialog]").getBoundingClientRect().right + 0.5)
  .map((element) => element.textContent || element.tagName)`;
/** What lies over the page behind the dialog. */
const backdropColour = `getComputedStyle(document.querySelector("[role=dialog]").previousElementSibling).backgroundColor`;

test("a dialog with a long image holds it within its frame, on a page that is dimmed", async ({
  signedIn,
}) => {
  const page = await signedIn("operator");
  for (const width of [320, 1280]) {
    await open(page, "/production/deployments/Deployment/horizon-production/worker-service", width);
    await page.getByRole("button", { name: "Set image" }).click();
    await expect(page.getByRole("dialog").getByRole("textbox", { name: "Image" })).toBeVisible();
    expect(await page.evaluate<string[]>(beyondDialog)).toEqual([]);
    expect(await page.evaluate<string>(backdropColour)).toMatch(/\/ 0\.[4-9]\d*\)$/);
    await page.keyboard.press("Escape");
  }
});
