/** What a partner developer must know before the first call. Written by us, so it is HTML as it stands. */
export const introduction = `
<h2>Before the first call</h2>
<p><b>Tokens.</b> Partners ask <code>POST /v1/oauth/token</code> with <code>grant_type=client_credentials</code> for an access token of ten
minutes; people sign in at <code>POST /v1/auth/login</code>. Send it as <code>Authorization: Bearer …</code>. Steps that move money, sign or show
an identity number want the second factor shown within five minutes (<code>POST /v1/auth/step-up</code>).</p>
<p><b>Ids</b> have a prefix that says what they are (<code>cus_…</code>, <code>rnd_…</code>). What is not yours answers 404, as if it did not exist.</p>
<p><b>Doing things once.</b> Where <code>Idempotency-Key</code> is required, make one up for each wish (a UUID is good) and send the same with every retry:
the answer is the first one's, for 24 hours. The same key with another body is refused (422); while the first is at work, others get 409.</p>
<p><b>Changing things.</b> Read first: the <code>ETag</code> is the version. Send it back as <code>If-Match</code>. 428 says it is missing, 412 that somebody was
faster: read again.</p>
<p><b>Lists</b> come in pages: <code>limit</code> up to 100, <code>next_cursor</code> goes into <code>cursor</code> while <code>has_more</code> is true.</p>
<p><b>Problems</b> are <code>application/problem+json</code> (RFC 9457). <code>code</code> is stable and for programs, <code>detail</code> is for people,
<code>errors</code> points at members, <code>rule</code> names the rule of law that refused, and <code>request_id</code> is what our support wants to know.</p>
<p><b>Limits</b> are told in <code>RateLimit-Policy</code> and <code>RateLimit</code>; over them comes 429 with <code>Retry-After</code>. A 503 with
<code>Retry-After</code> may be tried again.</p>
<p><b>Times</b> are RFC 3339 in UTC; dates that law counts are <code>YYYY-MM-DD</code> in the customer's zone. Money is
<code>{"amount": cents, "currency": "USD"}</code>.</p>
<pre>curl https://api.horizon.example/v1/customers/cus_0199f0a0…/rounds \\
  -H 'authorization: Bearer …' -H 'idempotency-key: 3f1c…' -H 'content-type: application/json' \\
  -d '{"recipient_id": "…", "item_ids": ["…"]}'</pre>`;
