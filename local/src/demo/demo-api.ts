import { createHash, randomUUID } from "node:crypto";

export interface DemoCall {
  readonly token?: string;
  readonly body?: unknown;
  /** Sent as they are. */
  readonly bytes?: Uint8Array;
  readonly contentType?: string;
  readonly ifMatch?: string;
  /** Statuses that the story expects; any 2xx when left out. */
  readonly expect?: number;
}

export interface DemoAnswer {
  readonly status: number;
  readonly etag: string;
  readonly location: string;
  // biome-ignore lint/suspicious/noExplicitAny: the story reads what each operation documents.
  readonly body: any;
  readonly bytes: Uint8Array;
}

export interface DemoApi {
  /** Calls the API, prints the call, and throws when the answer is not the expected one. */
  call(method: string, path: string, call?: DemoCall): Promise<DemoAnswer>;
  /** Reads again and again, printing once, until `ready` says so. */
  poll(path: string, token: string, ready: (answer: DemoAnswer) => boolean): Promise<DemoAnswer>;
  say(line: string): void;
}

const pollMs = 250;
const patienceMs = 120_000;

export function createDemoApi(gatewayUrl: string, print: (line: string) => void): DemoApi {
  async function send(method: string, path: string, call: DemoCall): Promise<DemoAnswer> {
    const { token, body, bytes, contentType = "application/json", ifMatch } = call;
    const response = await fetch(`${gatewayUrl}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body !== undefined || bytes !== undefined ? { "content-type": contentType } : {}),
        ...(method === "GET" ? {} : { "idempotency-key": randomUUID() }),
        ...(ifMatch ? { "if-match": ifMatch } : {}),
      },
      ...(bytes === undefined ? {} : { body: Buffer.from(bytes) }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const received = Buffer.from(await response.arrayBuffer());
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    return {
      status: response.status,
      etag: response.headers.get("etag") ?? "",
      location: response.headers.get("location") ?? "",
      body: isJson ? JSON.parse(received.toString()) : undefined,
      bytes: received,
    };
  }
  const shorten = (path: string) => path.replace(/([a-z]{2,5}_)([0-9a-f]{6})[0-9a-f]{26}/g, "$1$2…");
  return {
    async call(method, path, call = {}) {
      const answer = await send(method, path, call);
      const code = answer.status >= 400 ? ` ${answer.body?.code ?? ""} ${answer.body?.rule ?? ""}` : "";
      print(`  ${method.padEnd(6)} ${shorten(path)} → ${answer.status}${code}`);
      const isExpected = call.expect === undefined ? answer.status < 300 : answer.status === call.expect;
      if (!isExpected)
        throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer;
    },
    async poll(path, token, ready) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const answer = await send("GET", path, { token });
        if (answer.status === 200 && ready(answer)) {
          print(`  GET    ${shorten(path)} → 200`);
          return answer;
        }
        if (Date.now() > deadline) {
          throw new Error(
            `${path} was not as expected after two minutes: ${answer.status} ${JSON.stringify(answer.body)}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
    },
    say: (line) => print(line.startsWith(" ") ? line : `\n${line}`),
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
