import { expect, test } from "./console-test.ts";

test("scripts and style sheets are sent with Brotli to whoever takes it, the same bytes as to others, and are kept", async ({
  request,
}) => {
  const page = await (await request.get("/sign-in")).text();
  const assets = new Set(page.match(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g));
  expect([...assets].some((path) => path.endsWith(".css"))).toBe(true);
  for (const path of assets) {
    const ask = (encodings: string) => request.get(path, { headers: { "accept-encoding": encodings } });
    const brotli = await ask("gzip, deflate, br, zstd");
    const { "content-length": length, ...headers } = brotli.headers();
    expect(headers).toMatchObject({
      "content-encoding": "br",
      "content-type": expect.stringMatching(
        path.endsWith(".css") ? /^text\/css\b/ : /^application\/javascript\b/,
      ),
      "cache-control": "public, max-age=31536000, immutable",
      vary: expect.stringMatching(/accept-encoding/i),
    });
    const body = await brotli.body();
    expect(Number(length)).toBeLessThan(body.length);
    for (const encodings of ["gzip", "identity", "br;q=0, gzip"]) {
      const other = await ask(encodings);
      expect(other.headers()["content-encoding"]).not.toBe("br");
      expect(body.equals(await other.body())).toBe(true);
    }
  }
});
