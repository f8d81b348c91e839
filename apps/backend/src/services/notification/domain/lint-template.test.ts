import { expect, test } from "vitest";
import { defaultTemplates } from "./default-templates.ts";
import { lintTemplate } from "./lint-template.ts";

test.each(Object.entries(defaultTemplates))("the text %s breaks no rule", (_key, template) => {
  expect(lintTemplate(template)).toEqual([]);
});

const marketing = "Hello. {{ unsubscribe_url }} {{ postal_address }}";
test.each([
  ["MAIL-1 marketing without a way out", "marketing", "Hi", "Hello {{ postal_address }}", ["MAIL-1"]],
  ["MAIL-1 marketing without a postal address", "marketing", "Hi", "Hello {{ unsubscribe_url }}", ["MAIL-1"]],
  ["marketing as it should be", "marketing", "Hi", marketing, []],
  ["MAIL-1 an offer in an invoice", "billing", "Your invoice", "A special discount for you", ["MAIL-1"]],
  ["MAIL-3 a score", "service", "News", "Your score is {{ score }}", ["MAIL-3"]],
  ["MAIL-3 a creditor's name from a nested object", "service", "News", "{{ account.creditor }}", ["MAIL-3"]],
  ["MAIL-3 an identity number", "service", "News", "About 078-05-1120", ["MAIL-3"]],
  ["MAIL-3 an account number", "service", "News", "About 4111 1111 1111 1111", ["MAIL-3"]],
  ["CROA-11 a guarantee", "service", "We guarantee it", "Hello", ["CROA-11"]],
  ["CROA-11 points", "service", "News", "Gain 50 points", ["CROA-11"]],
  ["MAIL-2 a subject that smuggles a header", "service", "News\nBcc: x@y.z", "Hello", ["MAIL-2"]],
  ["a tag", "service", "News", "{% include 'x' %}", ["template"]],
  ["broken Liquid", "service", "News", "{{ portal_url", ["template"]],
] as const)("%s", (_name, category, subject, body, rules) => {
  expect(lintTemplate({ category, subject, body }).map(({ rule }) => rule)).toEqual(rules);
});
