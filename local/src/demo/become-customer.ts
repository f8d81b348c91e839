import { extractText, getDocumentProxy } from "unpdf";
import { totpCode } from "./authenticator.ts";
import { sha256 } from "./demo-api.ts";
import type { DemoStage } from "./demo-stage.ts";

export interface DemoCustomer {
  readonly id: string;
  readonly path: string;
  readonly token: string;
}

/** From a stranger to a customer whose contract is in force. */
export async function becomeCustomer(stage: DemoStage): Promise<DemoCustomer> {
  const token = await openAccount(stage);
  const customer = await writeProfile(stage, token);
  await giveConsents(stage, customer);
  const contractId = await signContract(stage, customer);
  await proveIdentity(stage, customer);
  await waitOutTheWindow(stage, customer, contractId);
  return customer;
}

async function openAccount({ api, email, password, readLink }: DemoStage): Promise<string> {
  api.say("A customer opens an account, confirms the e-mail address, and adds a second factor.");
  await api.call("POST", "/v1/auth/register", { body: { email, password } });
  const link = await readLink();
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get("token");
  await api.call("POST", "/v1/auth/email-verifications", { body: { token } });
  const session = await api.call("POST", "/v1/auth/login", { body: { email, password } });
  const first = session.body.access_token;
  const factor = await api.call("POST", "/v1/auth/mfa/totp", { token: first, body: { label: "Phone" } });
  const confirmed = await api.call("POST", `/v1/auth/mfa/totp/${factor.body.id}/confirm`, {
    token: first,
    body: { code: totpCode(factor.body.secret, Date.now()) },
  });
  return confirmed.body.session.access_token;
}

async function writeProfile(stage: DemoStage, token: string): Promise<DemoCustomer> {
  const { api, ssn } = stage;
  api.say("They write down who they are; an agent is assigned to them.");
  const created = await api.call("POST", "/v1/customers", {
    token,
    body: { first_name: "Ada", last_name: "Example", birth_date: "1980-05-17" },
  });
  const { id } = created.body;
  const path = `/v1/customers/${id}`;
  await api.call("POST", `${path}/addresses`, {
    token,
    body: { line1: "1 Main St", city: "Springfield", state: "NY", postal_code: "12345" },
  });
  await api.call("PUT", `${path}/ssn`, { token, body: { ssn } });
  const compliance = await stage.staff("compliance");
  const agent = await stage.staff("agent");
  const profile = await api.call("GET", path, { token: compliance.token });
  await api.call("PUT", `${path}/agent`, {
    token: compliance.token,
    ifMatch: profile.etag,
    body: { agent_user_id: `usr_${agent.userId.replaceAll("-", "")}` },
  });
  return { id, path, token };
}

async function giveConsents({ api }: DemoStage, { path, token }: DemoCustomer): Promise<void> {
  api.say(
    "They agree to electronic documents, showing that they can open them, and to the report being read.",
  );
  const texts = await api.call("GET", "/v1/consent-texts");
  const textOf = (kind: string) => texts.body.data.find((text: { kind: string }) => text.kind === kind);
  const challenge = await api.call("POST", `${path}/esign-challenges`, { token });
  const pdf = await api.call("GET", `${path}/esign-challenges/${challenge.body.id}/pdf`, { token });
  const code = await readCode(pdf.bytes);
  for (const kind of ["esign", "report_access"]) {
    const { version, sha256: text_sha256 } = textOf(kind);
    const body = { kind, version, text_sha256, ...(kind === "esign" ? { code } : {}) };
    await api.call("POST", `${path}/consents`, { token, body });
  }
}

async function readCode(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  const code = /Your code:\s*([A-Z0-9-]+)/.exec(text)?.[1];
  if (code === undefined) throw new Error(`No code can be read in the PDF: ${text}`);
  return code;
}

async function signContract({ api }: DemoStage, { path, token }: DemoCustomer): Promise<string> {
  api.say(
    "The statement of rights comes before the contract (CROA-1); then the contract is offered and signed.",
  );
  const draft = await api.call("POST", `${path}/contracts`, { token, body: { plan: "essential" } });
  const contract = `/v1/contracts/${draft.body.id}`;
  await api.call("POST", `${contract}/offer`, { token, ifMatch: draft.etag, expect: 409 });
  const rights = await api.call("GET", `${path}/disclosures/current`, { token });
  await api.call("POST", `${path}/disclosures/${rights.body.id}/acknowledge`, {
    token,
    body: { typed_name: "Ada Example", text_sha256: rights.body.sha256 },
  });
  const offer = await api.call("POST", `${contract}/offer`, { token, ifMatch: draft.etag });
  await api.call("POST", `${contract}/signatures`, {
    token,
    body: { typed_name: "Ada Example", intent: true, terms_sha256: offer.body.terms_sha256 },
  });
  const signed = await api.poll(contract, token, ({ body }) => body.cancel_deadline !== null);
  api.say(`It can be cancelled for nothing until the end of ${signed.body.cancel_deadline} (CROA-5).`);
  await api.call("GET", `${contract}/packet`, { token });
  await api.call("POST", `${path}/subscription`, { token, body: {} });
  await api.call("POST", `${path}/payment-methods`, { token, body: { token: "pm_card_visa" } });
  return draft.body.id;
}

async function proveIdentity(stage: DemoStage, { path, token }: DemoCustomer): Promise<void> {
  const { api } = stage;
  api.say("They upload a proof of identity, which compliance looks at.");
  const bytes = Buffer.from(
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
  );
  const announced = await api.call("POST", `${path}/documents`, {
    token,
    body: {
      kind: "identity_proof",
      content_type: "application/pdf",
      size_bytes: bytes.length,
      sha256: sha256(bytes),
    },
  });
  const { document, upload } = announced.body;
  const put = await fetch(upload.url, { method: "PUT", headers: upload.headers, body: bytes });
  if (!put.ok) throw new Error(`The object store answered ${put.status}.`);
  await api.call("POST", `/v1/documents/${document.id}/complete`, { token });
  const asked = await api.call("POST", `${path}/identity-verifications`, {
    token,
    body: { document_ids: [document.id] },
  });
  const compliance = await stage.staff("compliance");
  await api.call("POST", `/v1/identity-verifications/${asked.body.id}/decision`, {
    token: compliance.token,
    body: { decision: "verified", reason: "The passport fits the profile." },
  });
}

async function waitOutTheWindow(stage: DemoStage, customer: DemoCustomer, contractId: string): Promise<void> {
  const { api } = stage;
  const { path, token } = customer;
  api.say("Until the window is over nothing may be performed or charged, and the guard says why.");
  const guard = await api.call("GET", `/v1/billing/eligibility?customer_id=${customer.id}`, { token });
  for (const { rule, detail, passed } of guard.body.checks) {
    if (!passed) api.say(`    ${rule ?? "ours"}: ${detail}`);
  }
  const contract = await api.call("GET", `/v1/contracts/${contractId}`, { token });
  const deadline = Date.parse(contract.body.cancel_deadline_at);
  const days = Math.max(1, Math.ceil((deadline - Date.now()) / 86_400_000) + 1);
  for (let day = 0; day < Math.min(days, 14); day += 1) {
    await stage.nextDay();
    const profile = await api.call("GET", path, { token });
    if (profile.body.status === "active") return;
  }
  await api.poll(path, token, ({ body }) => body.status === "active");
}
