import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CustomerStanding, LetterIdentity } from "@horizon/contracts/backend";

export interface StandingServer {
  readonly url: string;
  /** Makes a customer with a contract in force, an agent and all consents, unless the fields say otherwise. */
  add(fields?: Partial<CustomerStanding>): CustomerStanding;
  set(customerId: string, fields: Partial<CustomerStanding>): void;
  setIdentity(customerId: string, identity: LetterIdentity): void;
  /** Answers 503 to everything until it is set back. */
  setDown(down: boolean): void;
  /** Runs when something is asked; nothing is answered before it has ended. */
  onRequest: () => Promise<void>;
  close(): Promise<void>;
}

/** Answers what customer-service answers about customers, for tests of the services that ask it. */
export async function startStandingServer(): Promise<StandingServer> {
  const standings = new Map<string, CustomerStanding>();
  const identities = new Map<string, LetterIdentity>();
  let down = false;
  const server = createServer(async (req, res) => {
    await standingServer.onRequest();
    const [, id = "", what] = /^\/internal\/customers\/([0-9a-f-]+)\/([a-z-]+)$/.exec(req.url ?? "") ?? [];
    const answer = what === "standing" ? standings.get(id) : identities.get(id);
    res.statusCode = down ? 503 : answer === undefined ? 404 : 200;
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify(down ? {} : (answer ?? {})));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const standingServer: StandingServer = {
    url: `http://127.0.0.1:${port}`,
    add(fields = {}) {
      const standing = { ...inForce(), ...fields };
      standings.set(standing.customer_id, standing);
      identities.set(standing.customer_id, identity);
      return standing;
    },
    set(customerId, fields) {
      const standing = standings.get(customerId);
      if (standing) standings.set(customerId, { ...standing, ...fields });
    },
    setIdentity: (customerId, changed) => {
      identities.set(customerId, changed);
    },
    setDown: (value) => {
      down = value;
    },
    onRequest: async () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return standingServer;
}

const identity: LetterIdentity = {
  first_name: "Ada",
  last_name: "Example",
  address: { line1: "1 Main St", line2: null, city: "Springfield", state: "NY", postal_code: "12345" },
  ssn_last4: "6789",
  birth_year: 1980,
};

function inForce(): CustomerStanding {
  return {
    customer_id: randomUUID(),
    user_id: randomUUID(),
    agent_user_id: randomUUID(),
    status: "active",
    state: "NY",
    zone: "America/New_York",
    contract: {
      contract_id: randomUUID(),
      status: "in_force",
      sale_channel: "online",
      signed_on: "2026-11-02",
      cancel_deadline: "2026-11-05",
      cancel_deadline_at: "2026-11-06T05:00:00.000Z",
      service_not_before: "2026-11-06",
      promised_end: "2027-05-02",
      monthly_statement: false,
      lines: [
        {
          line_id: randomUUID(),
          kind: "analysis_delivered",
          description: "Report analysis",
          unit_price_cents: 4_900,
          quantity: 6,
        },
        {
          line_id: randomUUID(),
          kind: "round_mailed",
          description: "One round of disputes",
          unit_price_cents: 5_900,
          quantity: 6,
        },
        {
          line_id: randomUUID(),
          kind: "response_processed",
          description: "One response",
          unit_price_cents: 1_900,
          quantity: 6,
        },
      ],
    },
    consents: { report_access: true, esign: true, marketing_email: false },
    identity_verified: true,
    ssn_on_file: true,
  };
}
