/** What attackers and broken clients write where a text is expected. */
export const evilTexts = [
  "' OR '1'='1'; DROP TABLE customer.customer; --",
  "$(touch /tmp/pwned) `id` | cat /etc/passwd",
  "{{constructor.constructor('return process')()}} #{7*7} <%= 7*7 %> {% raw %}",
  "../../../../etc/passwd",
  "<script>alert(1)</script><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
  "\u202eevil\u0000nul",
  "lone \ud800 surrogate",
  "Zͨ̓̓͊̂a̵͌l̷g̴o 👩‍👩‍👧‍👦 \u200d\ufeff\uffff\r\nSet-Cookie: a=b",
  "x".repeat(100_000),
] as const;

/** Where a member of a body is expected: of a wrong type, out of range, or a text of the above. */
export const wrongValues: readonly unknown[] = [
  null,
  [],
  {},
  [[["deep"]]],
  { $ne: null },
  true,
  -1,
  0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  -2_147_483_649,
  "",
  "NaN",
  "0000-00-00",
  "9999-99-99T99:99:99Z",
  ...evilTexts,
];

/** In a path, as they are written there. */
export const wrongIds = [
  "x",
  "%00",
  "%ff%fe",
  "..%2f..%2finternal%2fjobs",
  "%27%20OR%201%3D1--",
  "0",
  "-1",
  "null",
  "__proto__",
  "a".repeat(3_000),
];
