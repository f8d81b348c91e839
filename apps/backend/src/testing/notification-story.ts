import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { startProviderServer } from "@horizon/lab/providers";
import { createEmailProvider, type EmailProvider } from "@horizon/lab/providers/email";
import { publicIdOf } from "../platform/ids.ts";
import { startNotification } from "../services/notification/app.ts";
import type { NotificationContext } from "../services/notification/context.ts";
import { parseNotificationEnv } from "../services/notification/env.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

export interface ToldCustomer {
  readonly standing: CustomerStanding;
  readonly id: string;
  readonly token: string;
  readonly address: string;
}

/** A partner's system that webhooks go to. */
export interface PartnerServer {
  readonly url: string;
  readonly requests: { readonly headers: IncomingMessage["headers"]; readonly body: string }[];
  /** Answered to every request. */
  status: number;
}

type Answer = (req: IncomingMessage, res: ServerResponse, body: string) => void;

export interface NotificationStory {
  readonly service: TestService<NotificationContext>;
  readonly email: EmailProvider;
  readonly partner: PartnerServer;
  /** What auth-service answers about one-time links, by the message's id. */
  readonly authMessages: Map<string, object>;
  /** Business time and the partner are as at the start; nothing else is. */
  reset(): void;
  addCustomer(address?: string): Promise<ToldCustomer>;
  /** An event that is told to the customer. @returns its id. */
  tell(customer: ToldCustomer, id?: string): Promise<string>;
  /** Delivers what the service left for itself, as worker-service would. */
  relay(): Promise<void>;
  /** State of the customer's newest message. */
  readState(customer: ToldCustomer): Promise<Record<string, unknown> | undefined>;
  /** Another system on this machine. @returns its URL. */
  serve(answer: Answer): Promise<string>;
  close(): Promise<void>;
}

const startAt = "2026-11-30T15:00:00.000Z";

/** notification-service on a real database, with SES, SNS, auth-service, customer-service and a partner over the wire. */
export async function startNotificationStory(): Promise<NotificationStory> {
  const feedback = { url: "", topicArn: "arn:aws:sns:us-east-1:123456789012:ses-feedback" };
  const contacts = new Map<string, { readonly email: string }>();
  const authMessages = new Map<string, object>();
  const closes: (() => Promise<void>)[] = [];

  async function serve(answer: Answer): Promise<string> {
    const server = createServer((req, res) => {
      let body = "";
      req.on("data", (chunk) => {
        body += chunk;
      });
      req.on("end", () => answer(req, res, body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closes.push(
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(() => resolve());
        }),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** What auth-service answers to notification-service. */
  const answerAuth: Answer = (req, res) => {
    const [, kind, id = ""] = /^\/internal\/(users|messages)\/([0-9a-f-]+)/.exec(req.url ?? "") ?? [];
    const contact = contacts.get(id);
    const user = contact && {
      user_id: id,
      kind: "customer",
      email: contact.email,
      email_verified: true,
      disabled: false,
      name: null,
    };
    const found = kind === "messages" ? authMessages.get(id) : user;
    res.statusCode = found ? 200 : 404;
    res.end(JSON.stringify(found ?? {}));
  };

  const requests: PartnerServer["requests"] = [];
  const partner = {
    requests,
    status: 200,
    url: await serve((req, res, body) => {
      requests.push({ headers: req.headers, body });
      res.statusCode = partner.status;
      res.end("thanks");
    }),
  };
  let baseUrl = "";
  const email = createEmailProvider({ feedback, baseUrl: () => baseUrl });
  const providers = await startProviderServer({ port: 0, mounts: { email: email.handle } });
  baseUrl = `${providers.url}/email`;
  const service = await startTestService({
    name: "notification-service",
    start: (env, overrides) => startNotification(parseNotificationEnv(env), overrides),
    env: {
      AUTH_URL: await serve(answerAuth),
      SES_ENDPOINT: baseUrl,
      SES_ACCESS_KEY_ID: "lab",
      SES_SECRET_ACCESS_KEY: "lab",
      SNS_TOPIC_ARNS: feedback.topicArn,
      SNS_CERTIFICATE_ORIGIN: providers.url,
      NOTIFICATION_KEY: Buffer.alloc(32, 7).toString("base64"),
      WEBHOOKS_TO_LOOPBACK: "true",
    },
  });
  feedback.url = `${service.url}/v1/webhooks/ses`;

  return {
    service,
    email,
    partner,
    authMessages,
    serve,
    reset() {
      partner.requests.length = 0;
      partner.status = 200;
      service.clock.set(startAt);
    },
    async addCustomer(address = `${randomUUID()}@example.com`) {
      const standing = service.standings.add();
      contacts.set(standing.user_id, { email: address });
      return {
        standing,
        address,
        id: publicIdOf("cus", standing.customer_id),
        token: await service.tokens.customer(standing.customer_id, { userId: standing.user_id }),
      };
    },
    async tell({ standing }, id = randomUUID()) {
      const data = { customer_id: standing.customer_id, invoice_id: randomUUID() };
      const { ok, error } = await service.deliver({ type: "invoice.finalized.v1", id, data });
      if (!ok) throw new Error(`the event was not taken: ${error}`);
      return id;
    },
    async relay() {
      const open = await service.sql(
        `SELECT e.id, e.type, e.aggregate_id, e.data FROM notification.outbox_event e
           JOIN notification.outbox_delivery d ON d.event_id = e.id WHERE d.state = 'pending' ORDER BY e.seq`,
      );
      for (const { id, type, aggregate_id, data } of open) {
        const { ok } = await service.deliver({
          type: String(type),
          id: String(id),
          aggregateId: String(aggregate_id),
          data: data as Record<string, unknown>,
        });
        if (ok) {
          await service.sql(
            "UPDATE notification.outbox_delivery SET state = 'delivered' WHERE event_id = $1",
            [id],
          );
        }
      }
    },
    async readState({ standing }) {
      const [row] = await service.sql(
        "SELECT state, failure FROM notification.message WHERE user_id = $1 ORDER BY id DESC LIMIT 1",
        [standing.user_id],
      );
      return row;
    },
    async close() {
      await service.close();
      await providers.close();
      for (const close of closes) await close();
    },
  };
}
