import { afterEach, beforeEach, expect, test } from "vitest";
import { type MailingStory, startMailingStory } from "../../testing/mailing-story.ts";
import { uuidOf } from "../../testing/uuid-of.ts";

let mail: MailingStory;
beforeEach(async () => {
  mail = await startMailingStory();
});
afterEach(() => mail.story.close());

test("more letters than a batch of which the provider can tell nothing keep no other from being asked about", async () => {
  const { story } = mail;
  const letter = await mail.sendLetter();
  await story.relay();
  story.provider.faults.webhooks.lost = true;
  await story.advanceTo("2026-12-06T15:00:00Z");
  // They wait longer than the letter does.
  const broken = await story.service.sql(
    `INSERT INTO dispute.letter
     SELECT (jsonb_populate_record(l, jsonb_build_object('id', '00000000-0000-7000-8000-' || lpad(n::text, 12, '0'),
              'provider_letter_id', 'ltr_broken' || n, 'open_round_id', null))).*
       FROM dispute.letter AS l, generate_series(1, 100) AS n WHERE l.id = $1 RETURNING provider_letter_id`,
    [uuidOf(letter.id)],
  );
  story.provider.faults.broken = new Set(broken.map(({ provider_letter_id: id }) => String(id)));
  expect((await story.service.runJob("poll-letter-tracking")).done).toBeGreaterThan(3);
  await story.relay();
  expect(await mail.letterIn(letter)).toMatchObject({ state: "delivered" });
});
