import type { EnvironmentInfo } from "@horizon/contracts";

/** What a dialog about production wears, and others do not. */
export function environmentDialogClass(environment: EnvironmentInfo | undefined): string {
  return environment?.tier === "production" ? "border-t-4 border-production" : "";
}

/** Which environment a dialog is about, first of all that it says. */
export function EnvironmentBand({ environment }: { environment: EnvironmentInfo | undefined }) {
  const production = environment?.tier === "production";
  return (
    <p
      className={
        production
          ? "rounded-md border border-production bg-production-tint px-3 py-1.5 font-medium text-production"
          : "rounded-md bg-sunken px-3 py-1.5 text-ink-soft"
      }
    >
      {environment?.title ?? "Environment unknown"}
      {production && ": customers use this"}
    </p>
  );
}
