import type { MessageCategory } from "./categories.ts";

export interface MessageTemplate {
  readonly version: number;
  readonly category: MessageCategory;
  readonly subject: string;
  /** Liquid; what may stand in it is in `templateVariables`. */
  readonly body: string;
}

/** What a text may use. Nothing of a report, an account or a person is among it (MAIL-3). */
export const templateVariables = [
  "link",
  "portal_url",
  "expires_at",
  "date",
  "postal_address",
  "unsubscribe_url",
] as const;
export type TemplateVariable = (typeof templateVariables)[number];

const portal = "Sign in to read more: {{ portal_url }}";
const text = (...lines: string[]) => `${lines.join("\n\n")}\n`;
const message = (category: MessageCategory, subject: string, ...lines: string[]): MessageTemplate => ({
  version: 1,
  category,
  subject,
  body: text(...lines),
});

/** The texts that come with the program. Compliance can publish newer versions of each. */
export const defaultTemplates = {
  email_verification: message(
    "security",
    "Confirm your e-mail address",
    "Please confirm that this address is yours:",
    "{{ link }}",
    "The link works once, until {{ expires_at }}. If you did not ask for an account, you need do nothing.",
  ),
  password_reset: message(
    "security",
    "Choose a new password",
    "Choose a new password here:",
    "{{ link }}",
    "The link works once, until {{ expires_at }}. If you did not ask for it, your password is unchanged.",
  ),
  staff_invitation: message(
    "security",
    "You are invited to Horizon",
    "Set your password and second factor here:",
    "{{ link }}",
    "The link works once, until {{ expires_at }}.",
  ),
  registration_repeated: message(
    "security",
    "You have an account already",
    "Somebody, perhaps you, tried to open an account with this address. You have one: sign in, or choose a new password.",
    portal,
  ),
  security_notice: message(
    "security",
    "Your sign-in was changed",
    "A password or second factor of your account was changed on {{ date }}. If it was not you, choose a new password at once.",
    portal,
  ),
  session_stolen: message(
    "security",
    "We ended one of your sessions",
    "A sign-in of yours was used in two places at once, so we ended it on {{ date }}. If you do not know why, choose a new password.",
    portal,
  ),
  incident_report_due: message(
    "security",
    "An incident waits for its report",
    "An incident that you recorded has to be told to the Federal Trade Commission, and nobody noted that it was.",
    portal,
  ),
  contract_signed: message(
    "legal",
    "Your copies are ready",
    "Copies of what you signed are in the portal, with the form by which you can cancel.",
    portal,
  ),
  contract_in_force: message(
    "service",
    "Your contract is in force",
    "The time in which you could cancel for nothing is over. We can begin.",
    portal,
  ),
  contract_cancelled: message(
    "legal",
    "Your contract is cancelled",
    "We received your notice on {{ date }}. You owe nothing; whatever you paid goes back to your card.",
    portal,
  ),
  contract_ended: message("legal", "Your contract has ended", "Your contract ended on {{ date }}.", portal),
  letter_to_approve: message(
    "service",
    "A letter waits for your approval",
    "We wrote a letter for you. Nothing is mailed before you approve it.",
    portal,
  ),
  letter_mailed: message("service", "Your letter is in the mail", "It was mailed on {{ date }}.", portal),
  letter_delivered: message(
    "service",
    "Your letter arrived",
    "The law's clock for the answer has begun.",
    portal,
  ),
  letter_returned: message("service", "A letter came back", "We need you to check an address.", portal),
  dispute_result: message(
    "service",
    "There is news about a dispute",
    "We recorded an answer to something that you disputed.",
    portal,
  ),
  dispute_deadline: message(
    "service",
    "A date to know",
    "One of your disputes has a date coming up.",
    portal,
  ),
  protection_ends: message(
    "service",
    "A protection that you asked for ends soon",
    "Something that you asked a bureau for ends in a month. Only you can ask for it again.",
    portal,
  ),
  statement_ready: message(
    "legal",
    "Your monthly statement",
    "The itemised statement of what we did for you in the last month is in the portal. It is not an invoice.",
    portal,
  ),
  invoice_ready: message(
    "billing",
    "Your invoice",
    "An invoice for services that were performed is in the portal.",
    portal,
  ),
  invoice_paid: message(
    "billing",
    "Thank you, it is paid",
    "We received your payment on {{ date }}.",
    portal,
  ),
  payment_failed: message(
    "billing",
    "Your card was not charged",
    "Your card did not take the payment. Please check it in the portal.",
    portal,
  ),
  payment_action: message(
    "billing",
    "Your bank wants to hear from you",
    "Please confirm the payment in the portal.",
    portal,
  ),
  refund_sent: message(
    "billing",
    "Money is on its way back",
    "We sent your money back on {{ date }}. Banks take some days to show it.",
    portal,
  ),
} as const satisfies Record<string, MessageTemplate>;

export type TemplateKey = keyof typeof defaultTemplates;

export function isTemplateKey(key: string): key is TemplateKey {
  return Object.hasOwn(defaultTemplates, key);
}
