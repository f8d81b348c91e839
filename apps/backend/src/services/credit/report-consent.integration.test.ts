import { describe, expect, test } from "vitest";
import { sampleReport } from "../../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../../testing/credit-reports/write-true-link.ts";
import { serveCredit } from "../../testing/serve-credit.ts";

const credit = await serveCredit();

const json = writeTrueLink(sampleReport());
const get = (path: string, token: string) => credit.api("GET", path, { token });

describe("FCRA-22 consent to report access", () => {
  test("without it nothing is taken", async () => {
    const customer = await credit.addCustomer({
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    expect(await credit.upload(customer, json)).toMatchObject({
      status: 409,
      body: { code: "consent.missing", rule: "FCRA-22" },
    });
  });

  test("one that was withdrawn after the upload stops the reading", async () => {
    const customer = await credit.addCustomer();
    const uploaded = await credit.upload(customer, json);
    credit.standings.set(customer.standing.customer_id, {
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    await credit.deliverOwn();
    const report = await get(String(uploaded.headers.location), customer.token);
    expect(report.body).toMatchObject({ state: "failed", failure: "consent_withdrawn" });
    const elements = await credit.sql("SELECT 1 FROM credit.element WHERE customer_id = $1", [
      customer.standing.customer_id,
    ]);
    expect(elements).toEqual([]);

    credit.standings.set(customer.standing.customer_id, {
      consents: { report_access: true, esign: true, marketing_email: false },
    });
    const again = await credit.importReport(customer, json);
    expect((await get(again, customer.token)).body.state).toBe("parsed");
  });

  test("one that was withdrawn stops the review too", async () => {
    const customer = await credit.addCustomer();
    const doubtful = json.toString().replace('"2019-03-14"', '"14 March 2019"');
    const path = await credit.importReport(customer, Buffer.from(doubtful));
    const { etag } = await get(path, customer.agentToken);
    credit.standings.set(customer.standing.customer_id, {
      consents: { report_access: false, esign: true, marketing_email: false },
    });
    const body = { reviewed: ["tradelines[0].dateOpened"], note: "Looked at the file." };
    const answer = await credit.api("POST", `${path}/review`, {
      token: customer.agentToken,
      body,
      ifMatch: etag ?? 0,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "consent.missing" } });
    expect((await get(path, customer.agentToken)).body.state).toBe("needs_review");
  });

  test("when nobody can say whether there is one, nothing is taken and reading waits", async () => {
    const customer = await credit.addCustomer();
    await credit.upload(customer, json);
    credit.standings.setDown(true);
    expect(await credit.upload(customer, json)).toMatchObject({ status: 503 });
    expect(await credit.deliverOwn()).toMatchObject([{ ok: false }]);
    credit.standings.setDown(false);
    expect(await credit.deliverOwn()).toMatchObject([{ ok: true }]);
  });
});
