import { createServer } from "node:http";

/** What the gateways stand before: answers at once, with a body as large as a page of a list. */
const body = JSON.stringify({ data: Array.from({ length: 10 }, (_, id) => ({ id, name: "x".repeat(80) })) });
const server = createServer((_req, res) => {
  res.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  res.end(body);
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env.PORT), "127.0.0.1");
