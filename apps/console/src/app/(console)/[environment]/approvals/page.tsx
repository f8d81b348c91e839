import type { Metadata } from "next";
import { ApprovalsPage } from "@/features/approvals";

export const metadata: Metadata = { title: "Approvals" };

/** What it shows is fetched for the header of every page. */
export default function Page() {
  return <ApprovalsPage />;
}
