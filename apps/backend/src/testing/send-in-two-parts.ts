import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export interface TwoParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly first: Buffer;
  /** Sent when the answer is there, whole. */
  readonly rest: Buffer;
}

export interface EarlyAnswer {
  readonly status: number;
  readonly code: unknown;
  /** Of a second request, which can only be answered on the same connection when the rest was taken from it. */
  readonly next: { readonly status: number; readonly onSameConnection: boolean };
}

/** Posts a body whose second half is sent after the answer, then asks for `nextPath` as any client with a kept connection would. */
export async function sendInTwoParts(
  url: string,
  nextPath: string,
  { headers = {}, first, rest }: TwoParts,
): Promise<EarlyAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const post = request(url, { method: "POST", agent, headers });
    const answered = answerOf(post);
    post.write(first);
    const { status, body } = await answered;
    const sent = new Promise<void>((resolve, reject) => {
      post.once("finish", resolve).once("error", reject);
      post.once("close", () => reject(new Error("The connection was closed while the body was sent.")));
    });
    post.end(rest);
    await sent;
    const get = request(new URL(nextPath, url), { agent });
    const following = answerOf(get);
    get.end();
    const next = await following;
    return {
      status,
      code: JSON.parse(body).code,
      next: { status: next.status, onSameConnection: get.reusedSocket },
    };
  } finally {
    agent.destroy();
  }
}

async function answerOf(sent: ReturnType<typeof request>): Promise<{ status: number; body: string }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    sent.once("response", resolve).once("error", reject),
  );
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}
