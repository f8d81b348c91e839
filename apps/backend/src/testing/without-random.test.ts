import { expect, test } from "vitest";
import { withoutRandom } from "./without-random.ts";

const uuid = "01967890-6789-7611-8611-676789611abc";

test.each([
  ["a UUID", uuid],
  ["a public id", `rpt_${uuid.replaceAll("-", "")}`],
  ["a provider's id", "evt_6789611a67896110"],
  ["a digest", "6789611a".repeat(8)],
  ["an instant", "2026-11-30T06:11:00.611Z"],
  ["an instant as PostgreSQL writes it", "2026-11-30 06:11:00.611678+00"],
])("%s is taken out", (_name, random) => {
  expect(withoutRandom(JSON.stringify({ random, durationMs: 6789, kind: "seen" }))).not.toMatch(/6789|611/);
});

test.each(["6789", "611", "AVERY Q EXAMPLE", "987654321", "4000555566667777", "1980-06-11"])(
  "%s stays",
  (value) => {
    const text = JSON.stringify({ id: uuid, at: "2026-11-30T06:11:00.611Z", text: `for ${value}`, value });
    expect(withoutRandom(text).split(value)).toHaveLength(3);
  },
);
