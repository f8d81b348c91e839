import { afterAll, beforeAll, expect, test } from "vitest";
import { publicIdOf } from "../../platform/ids.ts";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "../../testing/dispute-story.ts";
import { prefixes } from "./ids.ts";

let story: DisputeStory;
let customer: DisputeCustomer;
/** Id of a template of which letters are made. */
let published: string;
beforeAll(async () => {
  story = await startDisputeStory();
  customer = await story.addCustomer();
  const [template] = await story.service.sql("SELECT id FROM dispute.letter_template ORDER BY id LIMIT 1");
  published = publicIdOf(prefixes.template, String(template?.id));
});
afterAll(() => story.close());

test("a published version is immutable, for the API and for the database; a new one is used from then on", async () => {
  const { api, tokens, sql } = story.service;
  const token = await tokens.staff("compliance");
  const changed = await api("PATCH", `/v1/letter-templates/${published}`, {
    token,
    ifMatch: (await api("GET", `/v1/letter-templates/${published}`, { token })).body.version,
    body: { body: "Other words" },
  });
  expect(changed).toMatchObject({ status: 409, body: { code: "template.in_use" } });
  await expect(
    sql("UPDATE dispute.letter_template SET body = 'x' WHERE state = 'published'"),
  ).rejects.toThrow(/immutable/);
  const body =
    "Re: {{ round.reference }}\n{% for item in items %}{{ item.label }}: {{ item.paragraph }}\n{% endfor %}{{ customer.name }}";
  const draft = (await api("POST", "/v1/letter-templates", { token, body: { kind: "bureau_dispute", body } }))
    .body;
  const path = `/v1/letter-templates/${draft.id}`;
  expect((await api("POST", `${path}/test-render`, { token })).body).toMatchObject({
    reason: null,
    findings: [],
    text: expect.stringContaining("The balance is not correct."),
  });
  expect((await api("POST", `${path}/publish`, { token, ifMatch: 1 })).status).toBe(200);
  const round = (await story.addRound(customer, [await story.addItem(customer)])).body;
  const letter = await story.addApprovedLetter(customer, round);
  expect(letter).toMatchObject({ template_id: draft.id, text: expect.stringMatching(/^Re: R-/) });
});

test("one that cannot be merged is not published, and says why", async () => {
  const { api, tokens } = story.service;
  const token = await tokens.staff("compliance");
  const draft = await api("POST", "/v1/letter-templates", {
    token,
    body: { kind: "validation", body: "{{ customer.ssn }}" },
  });
  const answer = await api("POST", `/v1/letter-templates/${draft.body.id}/publish`, { token, ifMatch: 1 });
  expect(answer).toMatchObject({
    status: 422,
    body: { code: "letter.template_broken", detail: expect.stringContaining("ssn") },
  });
});
