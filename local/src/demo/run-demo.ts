import { randomInt, randomUUID } from "node:crypto";
import type { StaffAccess } from "../backend-staff.ts";
import { signInStaff } from "./authenticator.ts";
import { becomeCustomer } from "./become-customer.ts";
import { createDemoApi } from "./demo-api.ts";
import type { DemoResult, DemoStage } from "./demo-stage.ts";
import { disputeFinding } from "./dispute-finding.ts";

export interface DemoOptions {
  readonly gatewayUrl: string;
  /** Of the lab: mailbox and business clock. */
  readonly providersUrl: string;
  readonly staff: readonly StaffAccess[];
  readonly print: (line: string) => void;
}

const dayMs = 24 * 60 * 60_000;
const noticeMs = 1_500;

/** A customer's whole way through a running Horizon, every step an API call that is printed. */
export async function runDemo({ gatewayUrl, providersUrl, staff, print }: DemoOptions): Promise<DemoResult> {
  const api = createDemoApi(gatewayUrl, print);
  const tokens = new Map<string, Promise<string>>();
  let days = 0;
  const email = `demo.${randomUUID().slice(0, 8)}@example.com`;
  const stage: DemoStage = {
    api,
    email,
    password: `a long and ${randomUUID()} password`,
    // Valid in form and issued to nobody that we know: never from the ranges that real numbers would have to be looked up in.
    ssn: `${randomInt(100, 600)}-${randomInt(10, 99)}-${String(randomInt(1, 9_999)).padStart(4, "0")}`,
    async readLink() {
      for (let attempt = 0; attempt < 240; attempt += 1) {
        const response = await fetch(`${providersUrl}/email/inbox?to=${encodeURIComponent(email)}`);
        const { mails } = (await response.json()) as { mails: { text: string }[] };
        const link = /https?:\/\/\S+/.exec(mails.at(-1)?.text ?? "")?.[0];
        if (link !== undefined) return link;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      throw new Error(`No e-mail to ${email} arrived within a minute.`);
    },
    async nextDay() {
      const response = await fetch(`${providersUrl}/business-clock/advance`, {
        method: "POST",
        body: JSON.stringify({ ms: dayMs }),
      });
      const { now } = (await response.json()) as { now: string };
      days += 1;
      print(`  … a day passes: it is ${now.slice(0, 10)} now`);
      await new Promise((resolve) => setTimeout(resolve, noticeMs));
    },
    async staff(role) {
      const member = staff.find((one) => one.role === role);
      if (member === undefined) throw new Error(`Nobody on the staff is ${role}.`);
      const token = tokens.get(role) ?? signInStaff(api, member);
      tokens.set(role, token);
      return { token: await token, userId: member.user_id };
    },
  };
  const customer = await becomeCustomer(stage);
  const { invoice, item } = await disputeFinding(stage, customer);
  return { invoice, item, days };
}
