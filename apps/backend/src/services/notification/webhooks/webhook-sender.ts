import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, request } from "undici";
import { isPublicAddress } from "../domain/forbidden-address.ts";
import type { NotificationEnv } from "../env.ts";
import { notificationProblems } from "../problems.ts";

export interface WebhookSender {
  /** @throws ProblemError webhook.url when nothing may be sent there. */
  assertAllowed(url: string): Promise<void>;
  /** @returns the status of the answer. @throws when there is none in time, or the address is forbidden. */
  send(url: string, headers: Record<string, string>, body: string): Promise<number>;
  close(): Promise<void>;
}

const defaultTimeoutMs = 15_000;
const answerBytes = 16 * 1024;

/**
 * Sends to partners' systems. The address is checked in the moment of connecting, on what the name resolves to then: a name
 * that pointed elsewhere when the endpoint was made gains nothing. Redirects are not followed.
 */
export function createWebhookSender(
  { WEBHOOKS_TO_LOOPBACK: toLoopback }: Pick<NotificationEnv, "WEBHOOKS_TO_LOOPBACK">,
  timeoutMs: number = defaultTimeoutMs,
): WebhookSender {
  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[] = []) => {
      if (error) return callback(error, "", 0);
      const [first] = found;
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        return callback(new Error("the address is not a public one"), "", 0);
      }
      if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
  const agent = new Agent({
    connect: { lookup: guardedLookup, timeout: 5_000 },
    connections: 4,
    pipelining: 1,
  });

  /** An address that is written out is never looked up, so it is checked here. */
  function assertUrl(url: string): URL {
    const parsed = new URL(url);
    const host = parsed.hostname.replace(/^\[|\]$/g, "");
    const isLab = toLoopback && parsed.protocol === "http:" && host === "127.0.0.1";
    const isForbidden = isIP(host) !== 0 && !isPublicAddress(host) && !isLab;
    const isPlain = parsed.protocol !== "https:" && !isLab;
    if (isForbidden || isPlain || parsed.username !== "" || parsed.password !== "") {
      throw notificationProblems.problem("webhook.url", {
        detail: "Give an https address on the public internet, without credentials.",
      });
    }
    return parsed;
  }
  return {
    async assertAllowed(url) {
      const { hostname } = assertUrl(url);
      if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return;
      await new Promise<void>((resolve, reject) => {
        guardedLookup(hostname, {}, (error) => (error ? reject(error) : resolve()));
      }).catch((cause: unknown) => {
        throw notificationProblems.problem("webhook.url", {
          detail: "The name does not lead to a public address.",
          cause,
        });
      });
    },
    async send(url, headers, body) {
      assertUrl(url);
      const response = await request(url, {
        method: "POST",
        dispatcher: agent,
        headers: { "content-type": "application/json", "user-agent": "Horizon-Webhooks/1", ...headers },
        body,
        // Over all: a partner who sends a byte now and then is not waited for.
        signal: AbortSignal.timeout(timeoutMs),
      });
      // What partners answer is of no interest, and may be of any size: a little is thrown away, of more the connection is.
      await response.body.dump({ limit: answerBytes }).catch(() => undefined);
      return response.statusCode;
    },
    close: () => agent.destroy(),
  };
}
