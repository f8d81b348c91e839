import type { Metadata } from "next";
import { PlannedPage } from "@/features/planned";

export const metadata: Metadata = { title: "Alerts" };

export default function AlertsPage() {
  return (
    <PlannedPage
      title="Alerts"
      will={[
        "One list of Datadog monitors, PagerDuty incidents and Horizon’s own findings, with what changed before each",
        "Acknowledge, resolve, snooze, reassign and escalate, as yourself",
        "Who is on call now and next",
      ]}
      waitsFor="The connections to Datadog and PagerDuty. Until then, alerts are where they are today: in those two."
    />
  );
}
