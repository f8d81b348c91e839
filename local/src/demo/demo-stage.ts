import type { StaffAccess } from "../backend-staff.ts";
import type { DemoApi } from "./demo-api.ts";

/** Everything that the story needs besides the API. */
export interface DemoStage {
  readonly api: DemoApi;
  readonly email: string;
  readonly password: string;
  readonly ssn: string;
  /** The link in the newest e-mail to the customer. */
  readLink(): Promise<string>;
  /** Lets a day pass, and gives everybody a moment to notice. */
  nextDay(): Promise<void>;
  staff(role: StaffAccess["role"]): Promise<{ token: string; userId: string }>;
}

export interface DemoResult {
  readonly invoice: { readonly state: string; readonly total: { readonly amount: number } };
  readonly item: { readonly state: string; readonly outcome: string };
  readonly days: number;
}
