import type { Metadata } from "next";
import { PlannedPage } from "@/features/planned";

export const metadata: Metadata = { title: "Disaster recovery" };

export default function DisasterRecoveryPage() {
  return (
    <PlannedPage
      title="Disaster recovery"
      will={[
        "The recovery plans, their steps and checks",
        "Drills: started, approved, paused and aborted from here, with RTO and RPO measured by probes",
        "Readiness of each scenario: last drill, its result, what holds now",
      ]}
      waitsFor="Durable workflows in ops-server’s worker, and the connections to AWS that its steps act on."
    />
  );
}
