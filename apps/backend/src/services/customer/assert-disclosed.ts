import type { Db } from "@horizon/db";
import { type Disclosure, findNewestDisclosure } from "@horizon/db/customer";
import { currentDisclosure } from "./domain/disclosure.ts";
import { listValidConsents } from "./move-customer.ts";
import { problem } from "./problems.ts";

/** @throws ProblemError croa.disclosure_missing unless the approved statement was acknowledged before now (CROA-1). */
export async function assertDisclosed(db: Db, customerId: string, now: Date): Promise<Disclosure> {
  const disclosure = await findNewestDisclosure(db, customerId, currentDisclosure.version);
  const acknowledged =
    disclosure?.acknowledgedAt != null &&
    disclosure.acknowledgedAt <= now &&
    disclosure.textSha256 === currentDisclosure.sha256;
  if (!acknowledged) throw problem("croa.disclosure_missing");
  return disclosure;
}

/** @throws ProblemError esign.consent_required unless documents may be delivered electronically (ESIGN-1). */
export async function assertEsign(db: Db, customerId: string, now: Date): Promise<void> {
  if (!(await listValidConsents(db, customerId, now)).has("esign")) throw problem("esign.consent_required");
}
