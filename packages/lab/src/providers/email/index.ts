export {
  type CaughtMail,
  createEmailProvider,
  type EmailOptions,
  type EmailProvider,
} from "./email-provider.ts";
