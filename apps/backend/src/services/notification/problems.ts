import { defineProblems } from "../../platform/problems.ts";

export const notificationProblems = defineProblems({
  "template.lint": { status: 422, title: "The text breaks a rule" },
  "template.unknown": { status: 422, title: "There is no such template" },
  "preferences.mandatory": { status: 422, title: "Security and legal messages cannot be refused" },
  "suppression.complaint": { status: 409, title: "A complaint cannot be lifted", rule: "MAIL-2" },
  "unsubscribe.invalid": { status: 404, title: "The link is not one of ours" },
  "webhook.url": { status: 422, title: "Webhooks cannot go there" },
  "webhook.signature": { status: 401, title: "The signature is not valid" },
});
