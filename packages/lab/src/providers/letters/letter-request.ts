import { z } from "zod";
import { ProviderError } from "./provider-error.ts";

const maxFileBytes = 5 * 1024 * 1024;
const maxPages = 60;

const address = z.object({
  name: z.string().min(1).max(40),
  company: z.string().max(40).optional(),
  address_line1: z.string().min(1).max(64),
  address_line2: z.string().max(64).optional(),
  address_city: z.string().min(1).max(200),
  address_state: z.string().regex(/^[A-Z]{2}$/),
  address_zip: z.string().regex(/^\d{5}(-\d{4})?$/),
  address_country: z.literal("US").optional(),
});

const fields = z.object({
  description: z.string().max(255).optional(),
  to: address,
  from: address,
  color: z.enum(["true", "false"]),
  double_sided: z.enum(["true", "false"]).default("true"),
  use_type: z.enum(["marketing", "operational"]),
  mail_type: z.enum(["usps_first_class", "usps_standard"]).default("usps_first_class"),
  extra_service: z.enum(["certified", "certified_return_receipt", "registered"]).optional(),
  metadata: z.record(z.string().max(40), z.string().max(500)).optional(),
});

export interface LetterRequest extends z.infer<typeof fields> {
  readonly file: Buffer;
}

/**
 * Reads a `multipart/form-data` request with fields such as `to[name]` and a PDF in `file`.
 *
 * @throws ProviderError as the provider words it.
 */
export async function readLetterRequest(contentType: string, body: Buffer): Promise<LetterRequest> {
  const form = await readForm(contentType, body);
  const file = form.get("file");
  if (!(file instanceof File)) throw new ProviderError(422, "invalid", "file is required");
  const parsed = fields.safeParse(nest(form));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ProviderError(422, "invalid", `${issue?.path.join(".")} ${issue?.message}`);
  }
  const { to } = parsed.data;
  if (to.address_line1.length + (to.address_line2?.length ?? 0) > 50) {
    throw new ProviderError(422, "address_length_exceeds_limit", "to address lines exceed 50 characters");
  }
  if (/undeliverable/i.test(to.address_line1)) {
    throw new ProviderError(422, "failed_deliverability_strictness", "to address is not deliverable");
  }
  return { ...parsed.data, file: await readPdf(file) };
}

async function readForm(contentType: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  } catch {
    throw new ProviderError(422, "bad_request", "the body is not multipart/form-data");
  }
}

/** `to[name]=x` becomes `{ to: { name: "x" } }`. */
function nest(form: FormData): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const [key, value] of form) {
    if (typeof value !== "string") continue;
    const [, parent, child] = /^(\w+)\[(\w+)\]$/.exec(key) ?? [];
    if (parent && child) nested[parent] = { ...(nested[parent] as object | undefined), [child]: value };
    else nested[key] = value;
  }
  return nested;
}

async function readPdf(file: File): Promise<Buffer> {
  if (file.size > maxFileBytes) throw new ProviderError(422, "file_size_exceeds_limit", "file exceeds 5 MB");
  const bytes = Buffer.from(await file.arrayBuffer());
  if (!bytes.subarray(0, 5).equals(Buffer.from("%PDF-"))) {
    throw new ProviderError(422, "invalid_file", "file is not a PDF");
  }
  const pages = bytes.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  if (pages > maxPages) throw new ProviderError(422, "file_pages_exceed_max", `file has ${pages} pages`);
  return bytes;
}
