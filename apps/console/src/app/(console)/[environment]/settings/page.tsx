import type { Metadata } from "next";
import { SettingsPage } from "@/features/settings";
import { Prefetch, serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Settings" };

export default function Page() {
  const queries = [
    serverApi.members.list.queryOptions(),
    serverApi.clusters.list.queryOptions(),
    serverApi.clusters.problems.queryOptions(),
    serverApi.freezeWindows.list.queryOptions({ includeEnded: false }),
  ];
  return (
    <Prefetch queries={queries}>
      <SettingsPage />
    </Prefetch>
  );
}
