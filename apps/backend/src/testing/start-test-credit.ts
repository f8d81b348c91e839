import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { createObjectStoreProvider, type ObjectStoreProvider } from "@horizon/lab/providers/object-store";
import { publicIdOf } from "../platform/ids.ts";
import { startCredit } from "../services/credit/app.ts";
import type { CreditContext } from "../services/credit/context.ts";
import { parseCreditEnv } from "../services/credit/env.ts";
import type { ApiAnswer } from "./api-client.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

const credentials = { accessKeyId: "LABACCESSKEY", secretAccessKey: "lab-secret-of-the-object-store" };

export interface TestCredit extends TestService<CreditContext> {
  readonly store: ObjectStoreProvider;
  /** A customer with all consents, and their token. */
  addCustomer(fields?: Partial<CustomerStanding>): Promise<TestCustomer>;
  upload(customer: TestCustomer, bytes: Uint8Array, call?: UploadCall): Promise<ApiAnswer>;
  /** Uploads and delivers what follows, as worker-service would. */
  importReport(customer: TestCustomer, bytes: Uint8Array, call?: UploadCall): Promise<string>;
  /** Delivers the service's own events that it has not been given yet. */
  deliverOwn(): Promise<{ ok: boolean; error?: string | undefined }[]>;
}

export interface TestCustomer {
  readonly standing: CustomerStanding;
  /** The customer's own. */
  readonly token: string;
  /** Of the agent to whom the customer is assigned. */
  readonly agentToken: string;
  readonly path: string;
}

interface UploadCall {
  readonly contentType?: string;
  readonly query?: string;
  readonly token?: string;
  readonly idempotencyKey?: string;
}

/** credit-service with an object store beside it. */
export async function startTestCredit(): Promise<TestCredit> {
  const store = createObjectStoreProvider({ buckets: ["horizon-reports"], credentials });
  const server = createServer((request, response) => void store.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const service = await startTestService({
    name: "credit-service",
    start: (env, overrides) => startCredit(parseCreditEnv(env), overrides),
    env: {
      OBJECT_STORE_BUCKET: "horizon-reports",
      OBJECT_STORE_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OBJECT_STORE_ACCESS_KEY_ID: credentials.accessKeyId,
      OBJECT_STORE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      REPORT_KEYRING: `k1:${randomBytes(32).toString("base64url")}`,
    },
  });
  const given = new Set<string>();

  const upload: TestCredit["upload"] = (customer, bytes, call = {}) =>
    service.api("POST", `${customer.path}/credit-reports?${call.query ?? "source=smartcredit"}`, {
      token: call.token ?? customer.token,
      bytes: Buffer.from(bytes),
      headers: { "content-type": call.contentType ?? "application/json" },
      ...(call.idempotencyKey ? { idempotencyKey: call.idempotencyKey } : {}),
    });
  const deliverOwn: TestCredit["deliverOwn"] = async () => {
    const results = [];
    for (const event of await service.listEvents("report.received.v1")) {
      if (given.has(event.id)) continue;
      const result = await service.deliver(event);
      if (result.ok) given.add(event.id);
      results.push(result);
    }
    return results;
  };

  return {
    ...service,
    store,
    upload,
    deliverOwn,
    async addCustomer(fields = {}) {
      const standing = service.standings.add(fields);
      return {
        standing,
        token: await service.tokens.customer(standing.customer_id),
        agentToken: await service.tokens.staff("agent", { userId: standing.agent_user_id ?? randomUUID() }),
        path: `/v1/customers/${publicIdOf("cus", standing.customer_id)}`,
      };
    },
    async importReport(customer, bytes, call) {
      const answer = await upload(customer, bytes, call);
      if (answer.status !== 202)
        throw new Error(`upload answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      const failed = (await deliverOwn()).find(({ ok }) => !ok);
      if (failed) throw new Error(failed.error);
      return `/v1/credit-reports/${(answer.body as { id: string }).id}`;
    },
    async close() {
      await service.close();
      await new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      });
    },
  };
}
