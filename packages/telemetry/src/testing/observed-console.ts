import "../start-console.ts";

/** As a server that is not ours: it says what it has to say with `console`, and its code announces what fails. */
const { createServer } = await import("node:http");
const { announceFailure } = await import("@horizon/errors/failures");

const server = createServer(async ({ headers }, res) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  const cause = new RangeError("no row for ada@example.com");
  const error = new TypeError("could not read /production?q=Ada+Lovelace", { cause });
  // Next writes first and tells later.
  console.error("\u001b[31m⨯\u001b[39m", error);
  announceFailure({
    component: "console",
    message: "a page failed",
    error,
    ids: { operation: "/[environment]" },
  });
  console.error("\u001b[31m⨯\u001b[39m", error);
  console.warn(" ⚠ Failed to handle request for /sign-in?q=Ada+Lovelace", { cookie: "session=abc" });
  console.log("");
  res.end(headers.traceparent);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
console.log(" \u001b[32m✓\u001b[39m Ready in %dms", 12);
const traceparents: string[] = [];
for (const given of [undefined, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "anything"]) {
  const answer = await fetch(url, { headers: given === undefined ? {} : { traceparent: given } });
  traceparents.push(await answer.text());
}
console.error(new Error("nobody announced 123-45-6789"));
announceFailure({
  component: "console-browser",
  message: "a page failed in the browser",
  error: undefined,
  ids: { operation: "/production" },
  browserRelease: "v-0",
});
server.close();
process.send?.(traceparents);
process.disconnect?.();
