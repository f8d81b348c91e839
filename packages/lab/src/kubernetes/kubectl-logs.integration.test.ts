import { describe, expect, it } from "vitest";
import { serveShop } from "../testing/served-shop.ts";

const { kubectl, ok } = await serveShop();

describe("kubectl logs", () => {
  it("reads the container that is named, the first without one, and none that is not there", async () => {
    expect((await kubectl(["logs", "web-1", "-n", "shop"])).stdout).toMatch(/^web line 1/);
    expect(await ok("logs web-1 -n shop -c proxy")).toBe("proxy line 1\nproxy line 2\nproxy line 3\n");
    const { stderr } = await kubectl(["logs", "web-1", "-n", "shop", "-c", "nope"]);
    expect(stderr).toMatch(/container nope is not valid for pod web-1/);
  });

  it("tails, dates, limits and looks back", async () => {
    expect(await ok("logs web-1 -n shop -c web --tail 1")).toBe("web line 3\n");
    expect(await ok("logs web-1 -n shop -c web --tail 1 --timestamps")).toBe(
      "2026-01-05T09:00:03.000000000Z web line 3\n",
    );
    expect(await ok("logs web-1 -n shop -c web --limit-bytes 8")).toBe("web line");
    expect(await ok("logs web-1 -n shop -c web --since-time 2026-01-05T09:00:02Z")).toBe(
      "web line 2\nweb line 3\n",
    );
  });

  it("follows, and reads the previous instance where there is one", async () => {
    expect(await ok("logs -f web-1 -n shop -c web")).toMatch(/web line 3\nfollowed\n$/);
    expect(await ok("logs web-1 -n shop -c web --previous")).toMatch(/^web previous 1/);
    const { stderr } = await kubectl(["logs", "web-2", "-n", "shop", "-c", "web", "--previous"]);
    expect(stderr).toMatch(/previous terminated container "web" in pod "web-2" not found/);
  });
});
