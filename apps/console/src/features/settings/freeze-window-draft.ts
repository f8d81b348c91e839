import type { FreezeWindowInput, FreezeWindowRow } from "@horizon/contracts";

/** The form as it is typed; times are ISO moments or null while incomplete. */
export interface FreezeWindowDraft {
  readonly title: string;
  readonly environment: string;
  /** Names apart by commas; empty for every service. */
  readonly services: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly exceptServices: string;
  readonly exceptMemberIds: readonly string[];
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A new freeze begins this minute and lasts a day unless the person says otherwise. */
export function draftOf(
  window: FreezeWindowRow | null,
  environment: string,
  nowMs: number,
): FreezeWindowDraft {
  const thisMinuteMs = Math.floor(nowMs / minuteMs) * minuteMs;
  return {
    title: window?.title ?? "",
    environment: window?.environment ?? environment,
    services: window?.services?.join(", ") ?? "",
    startsAt: window?.startsAt ?? new Date(thisMinuteMs).toISOString(),
    endsAt: window?.endsAt ?? new Date(thisMinuteMs + dayMs).toISOString(),
    exceptServices: window?.exceptServices.join(", ") ?? "",
    exceptMemberIds: window?.exceptMemberIds ?? [],
  };
}

/** What is sent. What is incomplete is sent as it is, and the server names the field. */
export function inputOf(draft: FreezeWindowDraft): FreezeWindowInput {
  const services = namesOf(draft.services);
  return {
    title: draft.title,
    environment: draft.environment,
    services: services.length > 0 ? services : null,
    startsAt: draft.startsAt ?? "",
    endsAt: draft.endsAt ?? "",
    exceptServices: namesOf(draft.exceptServices),
    exceptMemberIds: [...draft.exceptMemberIds],
  };
}

export interface FieldChange {
  readonly label: string;
  readonly now: string;
}

/** What is otherwise in `current` than a person has `seen`, as the form has it, and why it was changed. */
export function changesSince(seen: FreezeWindowRow, current: FreezeWindowRow): FieldChange[] {
  const [was, is] = [textsOf(seen), textsOf(current)];
  return Object.entries(is).flatMap(([label, now]) => (was[label] === now ? [] : [{ label, now }]));
}

function textsOf(window: FreezeWindowRow): Record<string, string> {
  const utc = (at: string) => at.slice(0, 16).replace("T", " ");
  return {
    Title: window.title,
    Environment: window.environment,
    "Starts (UTC)": utc(window.startsAt),
    "Ends (UTC)": utc(window.endsAt),
    Services: window.services?.join(", ") ?? "every service",
    "Exempt services": window.exceptServices.join(", ") || "none",
    "People who may act all the same": `${window.exceptMemberIds.length || "nobody"}`,
    Reason: window.reason,
  };
}

function namesOf(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}

/** The names in `text` that are not among `known`: most likely misspelt, and then the freeze does not hold for them. */
export function unknownNames(text: string, known: readonly string[]): string[] {
  return namesOf(text).filter((name) => !known.includes(name));
}

/** What `text` can become by one more name: the names before its last comma, and each known one that is not there yet. */
export function completionsOf(text: string, known: readonly string[]): string[] {
  const before = namesOf(text.slice(0, text.lastIndexOf(",") + 1));
  return known.filter((name) => !before.includes(name)).map((name) => [...before, name].join(", "));
}
