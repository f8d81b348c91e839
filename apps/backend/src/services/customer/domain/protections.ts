import { addBusinessDays, addMonthsClamped, type CivilDate } from "@horizon/calendar";
import { defineMachine } from "../../../platform/state-machine.ts";

/** What consumers may ask of a bureau for their own protection (15 U.S.C. 1681c-1). */
export const protectionKinds = [
  "fraud_alert",
  "extended_alert",
  "active_duty_alert",
  "freeze",
  "lift",
] as const;
export type ProtectionKind = (typeof protectionKinds)[number];
export const protectionChannels = ["online", "phone", "mail"] as const;
export type ProtectionChannel = (typeof protectionChannels)[number];

export const protectionMachine = defineMachine("protection", {
  requested: ["in_place", "withdrawn"],
  in_place: ["ended"],
  ended: [],
  withdrawn: [],
});
export type ProtectionState = (typeof protectionMachine.states)[number];

const monthsOf: Readonly<Record<ProtectionKind, number | null>> = {
  fraud_alert: 12,
  extended_alert: 84,
  active_duty_alert: 12,
  // Until the consumer ends it.
  freeze: null,
  lift: null,
};

/**
 * Until when the bureau has to act on a request. A freeze: one business day by phone or online, three by mail. A lift: within the hour by
 * phone or online, so on the same day, and three business days by mail. Duties of others: the WIDE calendar. Null for alerts, for which the law names no day.
 */
export function actBy(
  kind: ProtectionKind,
  channel: ProtectionChannel,
  requestedOn: CivilDate,
): CivilDate | null {
  switch (kind) {
    case "freeze":
      return addBusinessDays(requestedOn, channel === "mail" ? 3 : 1, "WIDE");
    case "lift":
      return channel === "mail" ? addBusinessDays(requestedOn, 3, "WIDE") : requestedOn;
    default:
      return null;
  }
}

/** The day on which a protection ends by itself; null for one that lasts until it is ended. */
export function endsOn(kind: ProtectionKind, placedOn: CivilDate): CivilDate | null {
  const months = monthsOf[kind];
  return months === null ? null : addMonthsClamped(placedOn, months);
}

/** What has to be at hand for a request: an extended alert rests on an identity theft report. */
export function needsTheftReport(kind: ProtectionKind): boolean {
  return kind === "extended_alert";
}
