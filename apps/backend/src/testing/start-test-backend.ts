import type { ServiceName, UserRole } from "@horizon/contracts/backend";
import { inTransaction } from "@horizon/db";
import { lockUser } from "@horizon/db/auth";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import { type StartedProviders, startProviders } from "@horizon/lab/providers/start";
import { createLogger } from "@horizon/logger";
import { publicIdOf } from "../platform/ids.ts";
import type { RunningService } from "../platform/run-service.ts";
import { signServiceToken } from "../platform/service-token.ts";
import type { StartedService } from "../platform/start-app.ts";
import { type StartedGateway, startGateway } from "../services/api-gateway/app.ts";
import { parseGatewayEnv } from "../services/api-gateway/env.ts";
import { startAuth } from "../services/auth/app.ts";
import type { AuthContext } from "../services/auth/context.ts";
import { parseAuthEnv } from "../services/auth/env.ts";
import { openSession } from "../services/auth/open-session.ts";
import { startBilling } from "../services/billing/app.ts";
import { parseBillingEnv } from "../services/billing/env.ts";
import { startCredit } from "../services/credit/app.ts";
import { parseCreditEnv } from "../services/credit/env.ts";
import { startCustomer } from "../services/customer/app.ts";
import { parseCustomerEnv } from "../services/customer/env.ts";
import { startDisputeService } from "../services/dispute/app.ts";
import { parseDisputeEnv } from "../services/dispute/env.ts";
import { startNotification } from "../services/notification/app.ts";
import { parseNotificationEnv } from "../services/notification/env.ts";
import { startWorker } from "../services/worker/app.ts";
import { parseWorkerEnv } from "../services/worker/env.ts";
import { type Api, type ApiAnswer, createApi } from "./api-client.ts";
import { createTestCustomer, createTestStaff } from "./auth-users.ts";
import { backendSettings, type ServiceEnv, testServiceSecret } from "./backend-settings.ts";

export interface BackendUser {
  readonly role: UserRole;
  readonly userId: string;
  /** Of customers alone, as the API has it. */
  readonly customerId: string | null;
  /** A new session, with the second factor shown just now. */
  token(): Promise<string>;
}

/** A service with data, whatever its context. */
type AnyService = Pick<StartedService<never>, "url" | "stop" | "routes" | "consumes">;

export interface TestBackend {
  readonly gateway: StartedGateway;
  /** Calls through the gateway. */
  readonly api: Api;
  readonly services: Readonly<Record<Exclude<ServiceName, "api-gateway">, AnyService>>;
  readonly providers: StartedProviders;
  readonly database: TestDatabase;
  /** Lines that a service logged. */
  readonly logLines: Readonly<Record<ServiceName, readonly string[]>>;
  /** A person with an account, and for customers no record yet. */
  addUser(role: UserRole): Promise<BackendUser>;
  /** Calls a service past the gateway, as another service. */
  internal(
    caller: ServiceName,
    service: Exclude<ServiceName, "api-gateway">,
    path: string,
  ): Promise<ApiAnswer>;
  /** Stops every service that was not stopped. */
  close(): Promise<void>;
}

/** The gateway, all services and the lab's providers in this process, on one database of their own. */
export async function startTestBackend(env: ServiceEnv = {}): Promise<TestBackend> {
  const database = await createTestDatabase();
  const settings = await backendSettings(database.serviceUrl, env);
  const providers = await startProviders(settings.providers);
  const logLines = {} as Record<ServiceName, string[]>;
  const logging = (name: ServiceName) => {
    const lines: string[] = [];
    logLines[name] = lines;
    const destination = { write: (line: string) => void lines.push(line) };
    return { logger: createLogger(name, { level: "debug", destination }) };
  };
  const { services: of } = settings;
  const auth = await startAuth(parseAuthEnv(of["auth-service"]), logging("auth-service"));
  const services = {
    "auth-service": auth,
    "customer-service": await startCustomer(
      parseCustomerEnv(of["customer-service"]),
      logging("customer-service"),
    ),
    "credit-service": await startCredit(parseCreditEnv(of["credit-service"]), logging("credit-service")),
    "dispute-service": await startDisputeService(
      parseDisputeEnv(of["dispute-service"]),
      logging("dispute-service"),
    ),
    "billing-service": await startBilling(parseBillingEnv(of["billing-service"]), logging("billing-service")),
    "notification-service": await startNotification(
      parseNotificationEnv(of["notification-service"]),
      logging("notification-service"),
    ),
    "worker-service": await startWorker(parseWorkerEnv(of["worker-service"]), logging("worker-service")),
  };
  const gateway = await startGateway(parseGatewayEnv(of["api-gateway"]), logging("api-gateway"));
  const inStopOrder: RunningService[] = [gateway, services["worker-service"], ...Object.values(services)];

  return {
    gateway,
    api: createApi(gateway.url),
    services,
    providers,
    database,
    logLines,
    addUser: (role) => addUser(auth.context, role),
    async internal(caller, service, path) {
      const token = await signServiceToken(testServiceSecret, { caller, audience: service });
      return createApi(services[service].url)("GET", path, { token });
    },
    async close() {
      for (const service of inStopOrder) await service.stop();
      await providers.close();
      await database.close();
    },
  };
}

async function addUser(context: AuthContext, role: UserRole): Promise<BackendUser> {
  const user = role === "customer" ? await createTestCustomer(context) : await createTestStaff(context, role);
  return {
    role,
    userId: user.userId,
    customerId: "customerId" in user ? publicIdOf("cus", user.customerId) : null,
    token: () =>
      inTransaction(context.db, async (tx) => {
        const { access_token } = await openSession(context, tx, {
          user: await lockUser(tx, user.userId),
          proof: { amr: ["pwd", "otp"], hasSecondFactor: true },
          trace: { clientAddress: "127.0.0.1", userAgent: "test", requestId: "test" },
        });
        return access_token;
      }),
  };
}
