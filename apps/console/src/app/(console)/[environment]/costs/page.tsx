import type { Metadata } from "next";
import { PlannedPage } from "@/features/planned";

export const metadata: Metadata = { title: "Costs" };

export default function CostsPage() {
  return (
    <PlannedPage
      title="Costs"
      will={[
        "What each environment and service costs by day and month, against budget and forecast",
        "Anomalies beside the changes of that day",
        "What could be saved, computed from measured use",
      ]}
      waitsFor="The collector that reads AWS Cost Explorer on a schedule. A page view never will."
    />
  );
}
