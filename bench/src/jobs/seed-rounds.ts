import type { Client } from "pg";

/** Kinds of rounds, how many, and their dates in days from today, where `n` counts up. */
const groups = [
  // The period ended today.
  {
    count: 1_000,
    state: "awaiting_result",
    lastDay: "-20",
    overdueFrom: "-1",
    noResponseFrom: "20",
    said: true,
  },
  // A reminder is planned for today and was not sent.
  {
    count: 1_000,
    state: "awaiting_result",
    lastDay: "0",
    overdueFrom: "5",
    noResponseFrom: "20",
    said: false,
  },
  // Nobody was asked yet whether no answer came.
  {
    count: 1_000,
    state: "overdue",
    lastDay: "-31",
    overdueFrom: "-25",
    noResponseFrom: "-1",
    said: true,
    asked: false,
  },
  {
    count: 60_000,
    state: "awaiting_result",
    lastDay: "n % 20 + 9",
    overdueFrom: "n % 20 + 14",
    noResponseFrom: "50",
    said: true,
  },
  {
    count: 17_000,
    state: "awaiting_result",
    lastDay: "3",
    overdueFrom: "8",
    noResponseFrom: "20",
    said: true,
  },
  {
    count: 10_000,
    state: "overdue",
    lastDay: "-20",
    overdueFrom: "-15",
    noResponseFrom: "-3",
    said: true,
    asked: true,
  },
  {
    count: 10_000,
    state: "closed",
    lastDay: "-n % 300",
    overdueFrom: "-n % 300",
    noResponseFrom: "-n % 300",
    said: true,
  },
] as const;

/** 100,000 rounds in every state of their lives, with what was said and asked about them. */
export async function seedRounds(client: Client): Promise<void> {
  for (const group of groups) {
    const { count, state, lastDay, overdueFrom, noResponseFrom, said } = group;
    await client.query(
      `WITH noon AS (
         -- Where it is noon: reminders wait for the morning. The signs of these names are POSIX's.
         SELECT 'Etc/GMT' || CASE WHEN hours <= 0 THEN '+' ELSE '-' END || abs(hours) AS zone, (now() AT TIME ZONE 'UTC' + hours * interval '1 h')::date AS today
           FROM (SELECT 12 - extract(hour FROM now() AT TIME ZONE 'UTC')::int AS hours) AS ahead
       ), round AS (
         INSERT INTO dispute.round (id, customer_id, agent_user_id, zone, kind, recipient_kind, recipient_key, recipient, number,
                                    annual_free, state, mailed_on, received_on, last_day, overdue_from, no_response_from, created_by)
         SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), zone, 'dispute', 'bureau', 'EFX',
                '{"kind":"bureau","bureau":"EFX","name":"Equifax","address":{"line1":"1 St","line2":null,"city":"A","state":"GA","postalCode":"30374"}}',
                1, false, $2, today - 40, today - 35, today + (${lastDay}), today + (${overdueFrom}), today + (${noResponseFrom}),
                gen_random_uuid()
           FROM generate_series(1, $1::int) AS n, noon
         RETURNING id, last_day, customer_id
       ), reminder AS (
         INSERT INTO dispute.reminder (round_id, kind, on_date)
         SELECT id, kind, last_day + days FROM round,
                (VALUES ('due_in_7', -7), ('due_in_2', -2), ('due_today', 0), ('overdue', 1), ('result_due', 0)) AS said (kind, days)
          WHERE $3 AND last_day + days <= (SELECT today FROM noon)
       )
       INSERT INTO dispute.task (id, key, customer_id, kind, round_id)
       SELECT gen_random_uuid(), 'no_response:' || id, customer_id, 'no_response_proposed', id FROM round WHERE $4`,
      [count, state, said, "asked" in group && group.asked],
    );
  }
  await client.query("ANALYZE dispute.round, dispute.reminder, dispute.task");
}
