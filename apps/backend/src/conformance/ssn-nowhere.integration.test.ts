import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { consentTexts } from "../services/customer/domain/consent-texts.ts";
import { sampleReport } from "../testing/credit-reports/sample-report.ts";
import { writeTrueLink } from "../testing/credit-reports/write-true-link.ts";
import { startTestBackend, type TestBackend } from "../testing/start-test-backend.ts";

/** Issued to nobody: the area is good, the number is made up. */
const digits = "512846789";
const dashed = "512-84-6789";

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.close());

/** A text as it may lie somewhere: as it is, in hex as PostgreSQL shows bytes, and in base64 at each of three offsets. */
function spellingsOf(text: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const padded = Buffer.from("\0".repeat(offset) + text).toString("base64");
    return padded.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + text.length) * 8) / 6));
  });
  return [text, Buffer.from(text).toString("hex"), ...inBase64];
}

const spellings = [digits, dashed].flatMap(spellingsOf);

const holdsNumber = (text: string) => spellings.some((spelling) => text.includes(spelling));

/** Every row of every table, as text. */
async function dumpDatabase(): Promise<{ table: string; rows: string[] }[]> {
  const client = new Client({ connectionString: backend.database.adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dump = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
      dump.push({ table: name, rows: rows.map(({ text }) => text) });
    }
    return dump;
  } finally {
    await client.end();
  }
}

test("SSN-2: a number that was given, refused, shown and reported lies nowhere in clear", async () => {
  const { api } = backend;
  const [customer, other, compliance] = [
    await backend.addUser("customer"),
    await backend.addUser("customer"),
    await backend.addUser("compliance"),
  ];
  const token = await customer.token();
  const path = `/v1/customers/${customer.customerId}`;
  const names = { first_name: "Ada", last_name: "Example" };
  expect((await api("POST", "/v1/customers", { token, body: names })).status).toBe(201);

  // Given wrongly in several ways, then rightly, then by somebody else, then shown.
  for (const body of [
    { ssn: Number(digits) },
    { ssn: dashed, extra: dashed },
    { ssn: `${dashed}0` },
    { [dashed]: 1 },
  ]) {
    expect((await api("PUT", `${path}/ssn`, { token, body })).status).toBe(422);
  }
  const broken = { token, bytes: `{"ssn":"${dashed}"`, headers: { "content-type": "application/json" } };
  expect((await api("PUT", `${path}/ssn`, broken)).status).toBe(400);
  const given = await api("PUT", `${path}/ssn`, { token, body: { ssn: dashed } });
  expect(given).toMatchObject({ status: 200, body: { masked: "***-**-6789" } });
  const otherToken = await other.token();
  await api("POST", "/v1/customers", { token: otherToken, body: names });
  const taken = await api("PUT", `/v1/customers/${other.customerId}/ssn`, {
    token: otherToken,
    body: { ssn: digits },
  });
  expect(taken.status).toBe(409);
  const shown = await api("POST", `${path}/ssn/reveal`, {
    token: await compliance.token(),
    body: { reason: "A bureau asked for the number by phone." },
  });
  expect(shown).toMatchObject({ status: 200, body: { ssn: dashed } });

  // In a report, which bureaus are not to print in full and some do.
  const { version, sha256: text_sha256 } = consentTexts.report_access;
  const consent = { kind: "report_access", version, text_sha256 };
  expect((await api("POST", `${path}/consents`, { token, body: consent })).status).toBe(201);
  const report = writeTrueLink(sampleReport()).toString();
  expect(report).toContain("XXXXX6789");
  const uploaded = await api("POST", `${path}/credit-reports?source=smartcredit`, {
    token,
    bytes: report.replaceAll("XXXXX6789", digits),
    headers: { "content-type": "application/json" },
  });
  expect(uploaded.status).toBe(202);
  await vi.waitFor(
    async () =>
      expect((await api("GET", `/v1/credit-reports/${uploaded.body.id}`, { token })).body.state).toBe(
        "parsed",
      ),
    { timeout: 40_000, interval: 100 },
  );

  // All that was told to others has arrived, so nothing is still on its way into a log or a mail.
  await vi.waitFor(
    async () => {
      const pending = (await dumpDatabase())
        .filter(({ table }) => table.endsWith(".outbox_delivery"))
        .flatMap(({ rows }) => rows.filter((row) => row.includes("pending")));
      expect(pending).toEqual([]);
    },
    { timeout: 40_000, interval: 200 },
  );

  const dump = await dumpDatabase();
  const places = [
    ...dump.flatMap(({ table, rows }) => rows.map((row) => [`table ${table}`, row] as const)),
    ...Object.entries(backend.logLines).flatMap(([name, lines]) =>
      lines.map((line) => [`log of ${name}`, line] as const),
    ),
    ...[...backend.providers.objects.buckets].flatMap(([bucket, { list }]) =>
      list("").map(
        ({ key, object }) =>
          [`object ${bucket}/${key}`, `${key} ${Buffer.from(object.body).toString("latin1")}`] as const,
      ),
    ),
    ...backend.providers.email.listMails().map((mail) => ["mail", JSON.stringify(mail)] as const),
    ...backend.providers.letters
      .letters()
      .map((letter) => ["letter", letter.request.file.toString("latin1")] as const),
  ];
  expect(places.filter(([, text]) => holdsNumber(text)).map(([place]) => place)).toEqual([]);

  // The search would have found it: these are where it went.
  const rowsOf = (name: string) => dump.find(({ table }) => table === name)?.rows.join("\n") ?? "";
  expect(rowsOf("customer.customers")).toContain("Example");
  expect(rowsOf("customer.outbox_event")).toContain("customer.ssn_set.v1");
  expect(places.filter(([place]) => place.startsWith("object reports/"))).not.toEqual([]);
  expect(spellings.every((spelling) => holdsNumber(`x${spelling}y`))).toBe(true);
  for (const offset of [0, 1, 2]) {
    expect(holdsNumber(Buffer.from(`${"a".repeat(offset)}${digits} and more`).toString("base64"))).toBe(true);
  }
});
