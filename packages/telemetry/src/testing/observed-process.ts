import "../start.ts";

/** A small service: answers one request of its own, logs it, fails once, and says what it has loaded. */
const { createServer } = await import("node:http");
const { createRequire } = await import("node:module");
const { request } = await import("undici");
const { createLogger } = await import("@horizon/logger");
const { announceFailure } = await import("@horizon/errors/failures");

const logger = createLogger("observed");
const server = createServer((_req, res) => {
  logger.info({ requestId: "r-1" }, "answered");
  res.end("ok");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const port = typeof address === "object" ? address?.port : 0;
const { body, statusCode } = await request(`http://127.0.0.1:${port}/v1/customers?q=Ada+Lovelace`);
await body.dump();
const cause = new Error("Key (email)=(ada@example.com) already exists.");
logger.error(
  {
    err: Object.assign(new Error("could not store 123-45-6789", { cause }), { ssn: "123-45-6789" }),
    requestId: "r-1",
    customer: { name: "Ada Lovelace" },
  },
  "failed for ada@example.com",
);
const loaded = Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("dd-trace"));
process.send?.({ statusCode, tracerIsLoaded: loaded });
process.on("message", (message) => {
  if (message === "end") {
    server.close();
    process.disconnect();
  }
  if (message === "browser") {
    const error = new TypeError("no row for ada@example.com");
    error.stack = `TypeError: no row for ada@example.com\n    at open (https://console.example/_next/static/chunks/a.js:1:20)`;
    announceFailure({ component: "observed", message: "in a page", error, ids: {}, browserRelease: "v-0" });
  }
  if (message === "throw") {
    throw new Error("nobody caught ada@example.com");
  }
});
