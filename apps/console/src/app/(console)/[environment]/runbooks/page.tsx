import type { Metadata } from "next";
import { PlannedPage } from "@/features/planned";

export const metadata: Metadata = { title: "Runbooks" };

export default function RunbooksPage() {
  return (
    <PlannedPage
      title="Runbooks"
      will={[
        "The runbooks of the strategy, and one for each monitor and recovery plan",
        "Steps that can be ticked during an incident and land on its timeline",
        "When each was last used, and by whom",
      ]}
      waitsFor="The runbooks as files of the repository, and incidents to tie them to."
    />
  );
}
