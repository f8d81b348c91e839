import type { Metadata } from "next";
import { OverviewPage } from "@/features/overview";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Overview" };

export default function Page() {
  return (
    <Prefetch queries={[serverApi.overview.get.queryOptions({})]}>
      <OverviewPage />
    </Prefetch>
  );
}
