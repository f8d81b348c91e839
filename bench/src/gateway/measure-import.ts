import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { largeReport, writeTrueLink } from "@horizon/backend/testing/credit-reports";

export interface ImportTarget {
  /** Of the gateway. */
  readonly baseUrl: string;
  /** Of the customer, with the second factor shown just now. */
  readonly token: string;
  /** `cus_…`; a customer who has consented to report access. */
  readonly customerId: string;
  /** `/metrics` of credit-service itself. */
  readonly metricsUrl: string;
}

export interface ImportFigures {
  readonly bytes: number;
  /** Until the upload was accepted. */
  readonly uploadMs: number;
  /** From the beginning of the upload until the report was read and judged. */
  readonly parsedMs: number;
  readonly rssBeforeMb: number;
  /** The most that was seen while it was read. */
  readonly rssPeakMb: number;
}

const pollMs = 20;
const patienceMs = 60_000;

/** One import of a three-bureau report of 3 MB with 60 accounts at each bureau, as a customer sees it. */
export async function measureImport(target: ImportTarget): Promise<ImportFigures> {
  // Indented, as sites save it: that makes it 3 MB.
  const bytes = Buffer.from(
    JSON.stringify(JSON.parse(writeTrueLink(largeReport(60, 18)).toString()), null, 1),
  );
  const rssBeforeMb = await readRssMb(target);
  let rssPeakMb = rssBeforeMb;
  const startedAtMs = performance.now();
  const answer = await fetch(
    `${target.baseUrl}/v1/customers/${target.customerId}/credit-reports?source=smartcredit`,
    {
      method: "POST",
      headers: {
        authorization: `Bearer ${target.token}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      body: new Uint8Array(bytes),
    },
  );
  if (answer.status !== 202)
    throw new Error(`The upload was answered ${answer.status}: ${await answer.text()}`);
  const uploadMs = performance.now() - startedAtMs;
  const location = answer.headers.get("location");
  for (;;) {
    const report = await fetch(`${target.baseUrl}${location}`, {
      headers: { authorization: `Bearer ${target.token}` },
    });
    const { state } = (await report.json()) as { state: string };
    rssPeakMb = Math.max(rssPeakMb, await readRssMb(target));
    const parsedMs = performance.now() - startedAtMs;
    if (state === "parsed") return { bytes: bytes.byteLength, uploadMs, parsedMs, rssBeforeMb, rssPeakMb };
    if (["failed", "quarantined", "needs_review"].includes(state))
      throw new Error(`The report became ${state}.`);
    if (parsedMs > patienceMs) throw new Error(`The report is still ${state}.`);
    await delay(pollMs);
  }
}

async function readRssMb({ metricsUrl }: ImportTarget): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const bytes = Number(/^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]);
  return bytes / 1024 / 1024;
}
