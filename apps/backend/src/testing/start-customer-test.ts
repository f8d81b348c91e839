import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createObjectStoreProvider } from "@horizon/lab/providers/object-store";
import { request } from "undici";
import { publicIdOf } from "../platform/ids.ts";
import { startCustomer } from "../services/customer/app.ts";
import type { CustomerContext } from "../services/customer/context.ts";
import { consentTexts } from "../services/customer/domain/consent-texts.ts";
import { esignCodeOf } from "../services/customer/domain/esign-code.ts";
import { parseCustomerEnv } from "../services/customer/env.ts";
import type { ApiAnswer } from "./api-client.ts";
import { startTestService, type TestService } from "./start-test-service.ts";

/** A person who uses the API, and their customer id in both forms. */
export interface TestCustomer {
  readonly id: string;
  readonly uuid: string;
  readonly userId: string;
  readonly token: string;
  readonly path: string;
}

export interface CustomerTest extends TestService<CustomerContext> {
  /** Registered, with an address; nothing else unless it is done. */
  addCustomer(options?: { state?: string; zone?: string; name?: string }): Promise<TestCustomer>;
  consent(customer: TestCustomer, kind: "esign" | "report_access" | "marketing_email"): Promise<ApiAnswer>;
  acknowledge(customer: TestCustomer): Promise<ApiAnswer>;
  draft(customer: TestCustomer, body?: object, token?: string): Promise<ApiAnswer>;
  /** With consent, acknowledgement, draft and offer. */
  offer(customer: TestCustomer): Promise<ApiAnswer>;
  sign(customer: TestCustomer, offer: ApiAnswer, body?: object): Promise<ApiAnswer>;
  /** Offered, signed, and the copies handed over. */
  signed(customer: TestCustomer): Promise<ApiAnswer>;
  upload(
    customer: TestCustomer,
    bytes: Buffer,
    options?: { kind?: string; contentType?: string },
  ): Promise<ApiAnswer>;
  verifyIdentity(customer: TestCustomer): Promise<void>;
  /** Delivers what the outbox holds for the service itself, as worker-service would. */
  deliverOwn(): Promise<void>;
  /** Everything that makes a customer active: signed, window over, identity, report consent. */
  activate(customer: TestCustomer): Promise<void>;
  /** As if the years of the object locks had passed; the stand-in's clock cannot be moved, for requests are signed by it. */
  endObjectLocks(): void;
  /** The next requests to the object store fail. */
  failObjectStore(count: number): void;
  /** A number that nobody has. */
  newSsn(): string;
}

const credentials = { accessKeyId: "LABACCESSKEY", secretAccessKey: "lab-secret-of-the-object-store" };
export const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
export const pdfBytes = () => Buffer.from(`%PDF-1.7\n% ${randomUUID()}\n`);

/** customer-service on a real database and an object store, with the steps of a customer's way. */
export async function startCustomerTest(env: Record<string, string> = {}): Promise<CustomerTest> {
  const bucket = "documents";
  const provider = createObjectStoreProvider({ buckets: [bucket], credentials, mountPath: "/object-store" });
  const server = createServer((req, res) => void provider.handler(req, res));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const service = await startTestService<CustomerContext>({
    name: "customer-service",
    start: (settings, overrides) => startCustomer(parseCustomerEnv(settings), overrides),
    env: {
      KMS_PROVIDER: "local",
      LOCAL_KMS_KEYS: `k1:${randomBytes(32).toString("base64")}`,
      LOCAL_KMS_MAC_KEY: randomBytes(32).toString("base64"),
      OBJECT_STORE_BUCKET: bucket,
      OBJECT_STORE_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/object-store`,
      OBJECT_STORE_ACCESS_KEY_ID: credentials.accessKeyId,
      OBJECT_STORE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...env,
    },
  });
  const { api, tokens } = service;
  const delivered = new Set<string>();
  const must = (answer: ApiAnswer): ApiAnswer => {
    if (answer.status < 300) return answer;
    throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  };

  const test: CustomerTest = {
    ...service,
    async addCustomer({ state = "NY", zone, name = "Ada Lovelace" } = {}) {
      const uuid = randomUUID();
      const userId = randomUUID();
      const token = await tokens.customer(uuid, { userId });
      const id = publicIdOf("cus", uuid);
      const path = `/v1/customers/${id}`;
      const [first_name = "", last_name = ""] = name.split(" ");
      must(
        await api("POST", "/v1/customers", {
          token,
          body: { first_name, last_name, birth_date: "1980-05-17" },
        }),
      );
      const address = { line1: "1 Main St", city: "Springfield", state, postal_code: "12345" };
      must(
        await api("POST", `${path}/addresses`, {
          token,
          body: { ...address, ...(zone === undefined ? {} : { zone }) },
        }),
      );
      return { id, uuid, userId, token, path };
    },
    async consent({ path, token }, kind) {
      const { version, sha256: text_sha256 } = consentTexts[kind];
      let code: string | undefined;
      if (kind === "esign") {
        const challenge = must(await api("POST", `${path}/esign-challenges`, { token }));
        code = readCode(service, challenge.body.id);
      }
      return api("POST", `${path}/consents`, {
        token,
        body: { kind, version, text_sha256, ...(code === undefined ? {} : { code }) },
      });
    },
    async acknowledge({ path, token }) {
      const { body } = must(await api("GET", `${path}/disclosures/current`, { token }));
      return api("POST", `${path}/disclosures/${body.id}/acknowledge`, {
        token,
        body: { typed_name: "Ada Lovelace", text_sha256: body.sha256 },
      });
    },
    draft: ({ path, token }, body = { plan: "essential" }, by = token) =>
      api("POST", `${path}/contracts`, { token: by, body }),
    async offer(customer) {
      must(await test.consent(customer, "esign"));
      must(await test.acknowledge(customer));
      const draft = must(await test.draft(customer));
      return must(
        await api("POST", `/v1/contracts/${draft.body.id}/offer`, {
          token: customer.token,
          ifMatch: draft.etag ?? 0,
        }),
      );
    },
    sign: ({ token }, offer, body = {}) =>
      api("POST", `/v1/contracts/${offer.body.id}/signatures`, {
        token,
        body: {
          typed_name: "Ada Lovelace",
          intent: true,
          terms_sha256: offer.body.terms_sha256,
          ...body,
        },
      }),
    async signed(customer) {
      const offer = await test.offer(customer);
      must(await test.sign(customer, offer));
      await test.deliverOwn();
      return must(await api("GET", `/v1/contracts/${offer.body.id}`, { token: customer.token }));
    },
    async upload({ path, token }, bytes, { kind = "identity_proof", contentType = "application/pdf" } = {}) {
      const announced = must(
        await api("POST", `${path}/documents`, {
          token,
          body: { kind, content_type: contentType, size_bytes: bytes.length, sha256: sha256(bytes) },
        }),
      );
      const { url, headers } = announced.body.upload;
      const put = await request(url, { method: "PUT", headers, body: bytes });
      await put.body.dump();
      if (put.statusCode !== 200) throw new Error(`the upload was answered with ${put.statusCode}`);
      return api("POST", `/v1/documents/${announced.body.document.id}/complete`, { token });
    },
    async verifyIdentity(customer) {
      const document = must(await test.upload(customer, pdfBytes()));
      const asked = must(
        await api("POST", `${customer.path}/identity-verifications`, {
          token: customer.token,
          body: { document_ids: [document.body.id] },
        }),
      );
      must(
        await api("POST", `/v1/identity-verifications/${asked.body.id}/decision`, {
          token: await tokens.staff("compliance"),
          body: { decision: "verified", reason: "passport fits the profile" },
        }),
      );
    },
    async deliverOwn() {
      const rows = await service.sql(
        `SELECT e.id, e.type, e.aggregate_id, e.data FROM customer.outbox_event e
           JOIN customer.outbox_delivery d ON d.event_id = e.id
          WHERE d.consumer = 'customer-service' ORDER BY e.seq`,
      );
      for (const row of rows) {
        const id = String(row.id);
        if (delivered.has(id)) continue;
        const result = await service.deliver({
          id,
          type: String(row.type),
          aggregateId: String(row.aggregate_id),
          data: row.data as Record<string, unknown>,
        });
        if (!result.ok) throw new Error(result.error);
        delivered.add(id);
      }
    },
    async activate(customer) {
      const contract = await test.signed(customer);
      await test.verifyIdentity(customer);
      must(await test.consent(customer, "report_access"));
      service.clock.set(contract.body.cancel_deadline_at);
      await service.runJob("release-service-holds");
    },
    endObjectLocks() {
      const objects = provider.buckets.get(bucket);
      for (const { key, object } of objects?.list("") ?? []) {
        objects?.delete(key, object.versionId, Number.MAX_SAFE_INTEGER);
        objects?.put(key, { ...object, lock: null }, Date.now());
      }
    },
    failObjectStore: (count) => provider.failNext(count),
    newSsn: () =>
      `${randomInt(100, 600)}-${randomInt(10, 99)}-${String(randomInt(1, 9999)).padStart(4, "0")}`,
    async close() {
      await service.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return test;
}

/** What stands in the PDF: tests have no eyes, so they work it out as the service does. */
function readCode({ context }: TestService<CustomerContext>, challengeId: string): string {
  const hex = challengeId.slice(-32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  return esignCodeOf(context.env.SERVICE_TOKEN_SECRET, uuid);
}
