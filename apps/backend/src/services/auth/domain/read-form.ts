/** Parameters of an application/x-www-form-urlencoded body; null when one is there twice, which RFC 6749 §3.2 forbids. */
export function readForm(body: Uint8Array): ReadonlyMap<string, string> | null {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString("utf8"))) {
    if (form.has(name)) return null;
    // A parameter without a value counts as left out.
    if (value !== "") form.set(name, value);
  }
  return form;
}
