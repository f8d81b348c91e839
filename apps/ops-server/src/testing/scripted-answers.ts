import type { IncomingMessage, ServerResponse } from "node:http";

/** The JSON that was sent; undefined for an empty body. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? undefined : JSON.parse(text);
}

export function send(response: ServerResponse, code: number, body: unknown): void {
  const isText = typeof body === "string";
  response.writeHead(code, { "content-type": isText ? "text/plain" : "application/json" });
  response.end(isText ? body : JSON.stringify(body));
}

/** A failure as the API server words it. */
export function sendStatus(response: ServerResponse, code: number, reason: string, message: string): void {
  send(response, code, { kind: "Status", apiVersion: "v1", code, reason, message });
}
